#pragma once

#include <algorithm>
#include <chrono>

#include <hai/client_options.hpp>

namespace hai::api {

/// "For ever", as users write it: a year, which can be added to any point in time.
template <class Duration>
constexpr Duration bounded(Duration wish) {
  return std::min<Duration>(wish, std::chrono::hours(24 * 365));
}

/// The same options, each duration of them bounded.
client_options bounded(client_options options);

}  // namespace hai::api
