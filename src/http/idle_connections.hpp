#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "http/connection.hpp"

namespace hai::http {

/// The connections that nobody uses. The one used last is taken first, so that the others can expire. Nothing
/// is pending on them and no timer watches them: they are judged when one is taken or put. Thread-safe.
class idle_connections {
 public:
  struct limits {
    net::duration expiry;        ///< idle for longer: closed
    net::duration max_lifetime;  ///< older: closed; zero: no limit
  };

  idle_connections(limits how_long, std::shared_ptr<counters> counted);
  ~idle_connections();

  /// One that is open and silent, or null.
  std::unique_ptr<connection> take(route_key const& where, net::time_point now);
  void put(route_key const& where, std::unique_ptr<connection> which, net::time_point now);
  /// Closes the oldest until at most `bound` connections are open in all, or none is idle.
  void make_room(std::size_t bound);
  /// Closes all, and from now on each that is put.
  void close() noexcept;

  bool is_expired(connection const& which, net::time_point now) const noexcept {
    return expiry_of(which, now).has_value();
  }
  /// Why it has to go, if it has to.
  std::optional<observed::close_reason> expiry_of(connection const& which,
                                                  net::time_point now) const noexcept;

 private:
  using shelf = std::deque<std::unique_ptr<connection>>;
  using outcast = std::vector<std::unique_ptr<connection>>;
  void remove_expired(net::time_point now, outcast& expired);

  limits const limits_;
  std::shared_ptr<counters> const counters_;
  std::mutex mutex_;
  std::map<route_key, shelf> shelves_;
  bool closed_ = false;
};

}  // namespace hai::http
