#include "observe/working_sweeps.hpp"

#include <algorithm>

namespace hai::observe {

void working_sweeps::looked(std::uint64_t sweep, std::chrono::nanoseconds rest, time_point now) {
  auto const found = sweeps_.find(sweep);
  if (found == sweeps_.end()) return;
  found->second.good_until = now + std::chrono::duration_cast<time_point::duration>(rest);
  found->second.is_failing = false;
}

void working_sweeps::failed(std::uint64_t sweep) {
  if (auto const found = sweeps_.find(sweep); found != sweeps_.end()) found->second.is_failing = true;
}

void working_sweeps::replied(std::uint64_t sweep, time_point now) {
  auto const found = sweeps_.find(sweep);
  if (found == sweeps_.end() || found->second.is_failing) return;
  found->second.good_until = std::max(found->second.good_until, now);
}

std::uint64_t working_sweeps::count(kind of) const {
  return static_cast<std::uint64_t>(std::count_if(sweeps_.begin(), sweeps_.end(),
                                                  [of](auto const& each) { return each.second.what == of; }));
}

std::uint64_t working_sweeps::count_failing() const {
  return static_cast<std::uint64_t>(
      std::count_if(sweeps_.begin(), sweeps_.end(), [](auto const& each) { return each.second.is_failing; }));
}

std::optional<working_sweeps::time_point> working_sweeps::least_recent() const {
  std::optional<time_point> least;
  for (auto const& [number, sweep] : sweeps_)
    if (!least || sweep.good_until < *least) least = sweep.good_until;
  return least;
}

}  // namespace hai::observe
