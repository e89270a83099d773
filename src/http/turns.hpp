#pragma once

#include <chrono>
#include <cstddef>

#include "net/system.hpp"

namespace hai::http {

/// How streams share fewer places than there are streams. Pure.
class turns {
 public:
  /// A full turn of all streams takes `max_turn` at most; while turns are taken, at most `max_poll_rate`
  /// polls start in a second (0: no limit).
  turns(net::duration max_turn, std::size_t max_poll_rate) noexcept;

  /// The wait a poll should ask for: `desired` with enough places, else its part of a turn, down to 0.
  std::chrono::seconds fair_wait(std::chrono::seconds desired, std::size_t places,
                                 std::size_t streams) const noexcept;

  /// When a poll that has its place at `now` may start. Calls must come in the order of the polls.
  net::time_point next_start(net::time_point now, std::size_t places, std::size_t streams) noexcept;

 private:
  net::duration max_turn_;
  net::duration interval_;
  net::time_point free_from_ = net::time_point::min();
};

}  // namespace hai::http
