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

std::size_t turns::polls_to_end(net::time_point now, std::size_t waiting, std::size_t places,
                                std::size_t streams,
                                std::span<net::time_point const> held_until) const noexcept {
  auto const last = end_of_turn(now);
  auto const share = std::chrono::duration<double>(max_turn_) *
                     (static_cast<double>(places) / static_cast<double>(std::max<std::size_t>(streams, 1)));
  auto const served_from = [&](net::time_point free) -> std::size_t {
    if (free > last) return 0;
    if (share.count() <= 0) return waiting;
    return 1 + static_cast<std::size_t>(std::chrono::duration<double>(last - std::max(free, now)) / share);
  };
  std::size_t served = (places - std::min(places, held_until.size())) * served_from(now);
  for (auto const& each : held_until) served += served_from(each);
  std::size_t ended = 0;
  auto const too_long = static_cast<std::size_t>(
      std::count_if(held_until.begin(), held_until.end(), [&](auto const& each) { return each > last; }));
  for (; ended < too_long && served < waiting; ++ended) served += served_from(now);
  return ended;
}

net::time_point turns::next_start(net::time_point now, std::size_t places, std::size_t streams) noexcept {
  if (streams <= places) return now;
  auto const start = std::max(now, free_from_);
  free_from_ = start + interval_;
  return start;
}

}  // namespace hai::http
