#include "observe/polling_streams.hpp"

#include <algorithm>

namespace hai::observe {

void polling_streams::lagging(std::uint64_t stream, bool is) {
  if (auto const found = streams_.find(stream); found != streams_.end()) found->second.is_lagging = is;
}

void polling_streams::replied(std::uint64_t stream, bool is_good, time_point now) {
  auto const found = streams_.find(stream);
  if (found == streams_.end()) return;
  found->second.is_failing = !is_good;
  if (is_good) found->second.last_good = now;
}

std::uint64_t polling_streams::count_lagging() const {
  return static_cast<std::uint64_t>(std::count_if(streams_.begin(), streams_.end(),
                                                  [](auto const& each) { return each.second.is_lagging; }));
}

std::uint64_t polling_streams::count_failing() const {
  return static_cast<std::uint64_t>(std::count_if(streams_.begin(), streams_.end(),
                                                  [](auto const& each) { return each.second.is_failing; }));
}

std::optional<polling_streams::time_point> polling_streams::least_recent() const {
  std::optional<time_point> least;
  for (auto const& [number, stream] : streams_)
    if (!least || stream.last_good < *least) least = stream.last_good;
  return least;
}

}  // namespace hai::observe
