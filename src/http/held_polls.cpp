#include "http/held_polls.hpp"

namespace hai::http {

std::vector<net::time_point> held_polls::ends() const {
  std::vector<net::time_point> ends;
  std::lock_guard lock(mutex_);
  ends.reserve(held_.size());
  for (auto const& each : held_) ends.push_back(each.until);
  return ends;
}

void held_polls::end_early(std::size_t count, net::time_point end) const {
  std::vector<std::function<void()>> asked;
  {
    std::lock_guard lock(mutex_);
    for (auto const& each : held_) {
      if (asked.size() == count) break;
      if (each.until > end && each.make_way) asked.push_back(each.make_way);
    }
  }
  for (auto const& make_way : asked) make_way();
}

}  // namespace hai::http
