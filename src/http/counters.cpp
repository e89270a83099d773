#include "http/counters.hpp"

namespace hai::http {

client_stats counters::snapshot() const {
  client_stats now;
  now.connections_open = connections_open.get();
  now.connections_idle = connections_idle.get();
  now.connections_parked = connections_parked.get();
  now.connections_connecting = connections_connecting.get();
  now.waiters = waiters.get();
  now.longest_turn = std::chrono::milliseconds(longest_turn_ms.get());
  now.handshakes_full = handshakes_full.get();
  now.handshakes_resumed = handshakes_resumed.get();
  now.requests = requests.get();
  now.retries = retries.get();
  now.bytes_sent = bytes_sent.get();
  now.bytes_received = bytes_received.get();
  now.events = events.get();
  now.polls_200 = polls_200.get();
  now.polls_204 = polls_204.get();
  now.polls_failed = polls_failed.get();
  now.turns = turns.get();
  now.turns_waited = std::chrono::milliseconds(turns_waited_ms.get());
  return now;
}

}  // namespace hai::http
