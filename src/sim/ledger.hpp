#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>

#include <hai/sim/account.hpp>
#include "http_message.hpp"
#include "routes.hpp"

namespace hai::sim {

/// Keeps the account: what was asked, what was served.
class ledger {
 public:
  explicit ledger(std::size_t recorded_requests) : kept_(recorded_requests) {}

  void accepted() { ++sum_.connections, ++sum_.open_connections; }
  void closed() { --sum_.open_connections; }
  void shook_hands(bool resumed) { ++sum_.handshakes, sum_.handshakes_resumed += resumed ? 1 : 0; }
  void hit_by_fault() { ++sum_.faults; }

  request_record const& received(request const&, route_match const&, std::uint64_t connection);
  void replied(std::uint64_t number, std::string const& route, std::string const& session, int status,
               std::size_t events_served);

  /// Without the sessions' states, which the directory knows.
  account const& sum() const { return sum_; }
  std::deque<request_record> const& recent() const { return recent_; }
  std::uint64_t served(std::string const& session) const;

 private:
  std::size_t kept_;
  account sum_;
  std::deque<request_record> recent_;
  request_record last_;
  std::unordered_map<std::string, std::uint64_t> served_;
};

}  // namespace hai::sim
