#pragma once

#include <chrono>
#include <cstdint>
#include <hai/detail/export.hpp>

namespace hai {

/// What a client has done so far, and what it holds now. Each figure is exact; together they are no snapshot
/// of one instant.
struct HAI_EXPORT client_stats {
  std::uint64_t connections_open = 0;        ///< established connections, in use or idle
  std::uint64_t connections_idle = 0;        ///< of those: waiting for a request
  std::uint64_t connections_parked = 0;      ///< of those: holding a long-poll whose reply has not begun
  std::uint64_t connections_connecting = 0;  ///< connects and handshakes under way
  std::uint64_t waiters = 0;                 ///< streams and calls that wait for a connection
  /// The longest that a stream has had to wait for its turn, since the client was made: it never falls.
  std::chrono::milliseconds longest_turn{};

  std::uint64_t handshakes_full = 0;     ///< new connections that paid for a whole handshake
  std::uint64_t handshakes_resumed = 0;  ///< new connections that resumed an earlier TLS session

  std::uint64_t requests = 0;        ///< requests sent, repetitions included
  std::uint64_t retries = 0;         ///< of those: repetitions
  std::uint64_t bytes_sent = 0;      ///< of HTTP, before encryption
  std::uint64_t bytes_received = 0;  ///< of HTTP, after decryption and before decompression

  std::uint64_t events = 0;        ///< events received by streams
  std::uint64_t polls_200 = 0;     ///< long-polls that brought something
  std::uint64_t polls_204 = 0;     ///< long-polls that brought nothing
  std::uint64_t polls_failed = 0;  ///< long-polls that ended in any other way

  std::uint64_t turns = 0;                   ///< times that a stream was given a connection to poll on
  std::chrono::milliseconds turns_waited{};  ///< what it waited for that, all of them together
};

}  // namespace hai
