#pragma once

#include <chrono>
#include <cstddef>
#include <span>

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

  /// How many of the polls that servers hold must end now, so that each of those who wait gets a place within
  /// a full turn. `held_until`: when each of the held ones ends by itself; every other place is free soon.
  std::size_t polls_to_end(net::time_point now, std::size_t waiting, std::size_t places, std::size_t streams,
                           std::span<net::time_point const> held_until) const noexcept;
  /// The end of a full turn that begins now.
  net::time_point end_of_turn(net::time_point now) const noexcept { return now + max_turn_; }

  /// When a poll that has its place at `now` may start. Calls must come in the order of the polls.
  net::time_point next_start(net::time_point now, std::size_t places, std::size_t streams) noexcept;

 private:
  net::duration max_turn_;
  net::duration interval_;
  net::time_point free_from_ = net::time_point::min();
};

}  // namespace hai::http
