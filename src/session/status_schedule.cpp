#include "session/status_schedule.hpp"

#include <algorithm>

namespace hai::detail {

net::duration status_schedule::next(bool changed, http::jitter& chance) noexcept {
  if (changed) step_ = every_;
  auto const step = step_;
  auto const longest = std::max<net::duration>(std::chrono::seconds(10), every_);
  step_ = std::min(longest, step_ + step_ / 2);
  return chance.between(step, step + step / 2);
}

}  // namespace hai::detail
