#include "observe/followers.hpp"

#include <algorithm>

namespace hai::observe {

followers::standing* followers::find(std::uint64_t number) {
  auto const found = working_.find(number);
  return found == working_.end() ? nullptr : &found->second;
}

template <class Test>
std::uint64_t followers::count(Test test) const {
  return static_cast<std::uint64_t>(
      std::count_if(working_.begin(), working_.end(), [&](auto const& each) { return test(each.second); }));
}

void followers::replied(std::uint64_t number, bool is_good, time_point now) {
  auto* const one = find(number);
  if (!one || (one->sweep && (!is_good || one->is_failing))) return;
  one->is_failing = !is_good;
  if (is_good) one->good_until = std::max(one->good_until, now);
}

void followers::lagging(std::uint64_t number, bool is) {
  if (auto* const one = find(number)) one->is_lagging = is;
}

void followers::looked(std::uint64_t number, std::chrono::nanoseconds rest, time_point now) {
  auto* const one = find(number);
  if (!one) return;
  one->good_until = now + std::chrono::duration_cast<time_point::duration>(rest);
  one->is_failing = false;
}

void followers::look_failed(std::uint64_t number) {
  if (auto* const one = find(number)) one->is_failing = true;
}

std::uint64_t followers::streams() const {
  return count([](standing const& one) { return !one.sweep; });
}

std::uint64_t followers::lagging_streams() const {
  return count([](standing const& one) { return !one.sweep && one.is_lagging; });
}

std::uint64_t followers::failing_streams() const {
  return count([](standing const& one) { return !one.sweep && one.is_failing; });
}

std::uint64_t followers::sweeps(sweep_kind of) const {
  return count([of](standing const& one) { return one.sweep == of; });
}

std::uint64_t followers::failing_sweeps() const {
  return count([](standing const& one) { return one.sweep && one.is_failing; });
}

std::optional<followers::time_point> followers::least_recent() const {
  std::optional<time_point> least;
  for (auto const& [number, one] : working_)
    if (!least || one.good_until < *least) least = one.good_until;
  return least;
}

}  // namespace hai::observe
