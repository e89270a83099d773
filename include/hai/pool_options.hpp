#pragma once

#include <chrono>
#include <cstddef>
#include <hai/detail/export.hpp>

namespace hai {

/// How many connections a client may hold, and how long. Copies of a client share one pool.
class HAI_EXPORT pool_options {
 public:
  /// Connections that may carry long-polls at one time. With fewer of them than streams, polls take turns; so
  /// they do while this process may open no more files, or the server lets no more connections in.
  /// Default: 256.
  pool_options& max_connections(std::size_t value) { return max_connections_ = value, *this; }
  /// Connections beside those, kept free for short calls. Default: 8.
  pool_options& short_call_connections(std::size_t value) { return short_call_connections_ = value, *this; }
  /// An idle connection older than this is closed instead of used again. Default: 30 s.
  pool_options& idle_expiry(std::chrono::milliseconds value) { return idle_expiry_ = value, *this; }
  /// A connection older than this is not used again; 0: no limit. Default: 0.
  pool_options& max_lifetime(std::chrono::milliseconds value) { return max_lifetime_ = value, *this; }
  /// Connects and handshakes under way at one time. Default: 64.
  pool_options& max_connecting(std::size_t value) { return max_connecting_ = value, *this; }
  /// With fewer connections than streams: how long a full turn of all polls may take. Default: 5 s.
  pool_options& max_turn(std::chrono::milliseconds value) { return max_turn_ = value, *this; }
  /// With fewer connections than streams: polls started per second at most. Default: 500.
  pool_options& max_poll_rate(std::size_t value) { return max_poll_rate_ = value, *this; }

  std::size_t max_connections() const { return max_connections_; }
  std::size_t short_call_connections() const { return short_call_connections_; }
  std::chrono::milliseconds idle_expiry() const { return idle_expiry_; }
  std::chrono::milliseconds max_lifetime() const { return max_lifetime_; }
  std::size_t max_connecting() const { return max_connecting_; }
  std::chrono::milliseconds max_turn() const { return max_turn_; }
  std::size_t max_poll_rate() const { return max_poll_rate_; }

 private:
  std::size_t max_connections_ = 256;
  std::size_t short_call_connections_ = 8;
  std::chrono::milliseconds idle_expiry_{30'000};
  std::chrono::milliseconds max_lifetime_{0};
  std::size_t max_connecting_ = 64;
  std::chrono::milliseconds max_turn_{5'000};
  std::size_t max_poll_rate_ = 500;
};

}  // namespace hai
