#include "http/turns.hpp"

#include <algorithm>

namespace hai::http {

turns::turns(net::duration max_turn, std::size_t max_poll_rate) noexcept
    : max_turn_(std::max(max_turn, net::duration::zero())),
      interval_(max_poll_rate == 0 ? net::duration::zero()
                                   : net::duration(std::chrono::seconds(1)) /
                                         static_cast<net::duration::rep>(max_poll_rate)) {}

std::chrono::seconds turns::fair_wait(std::chrono::seconds desired, std::size_t places,
                                      std::size_t streams) const noexcept {
  if (streams <= places || desired <= std::chrono::seconds::zero()) return desired;
  auto const turn = std::chrono::duration<double>(max_turn_);
  auto const share = turn * (static_cast<double>(places) / static_cast<double>(streams));
  return std::min(desired, std::chrono::floor<std::chrono::seconds>(share));
}

net::time_point turns::next_start(net::time_point now, std::size_t places, std::size_t streams) noexcept {
  if (streams <= places) return now;
  auto const start = std::max(now, free_from_);
  free_from_ = start + interval_;
  return start;
}

}  // namespace hai::http
