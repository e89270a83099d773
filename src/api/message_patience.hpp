#pragma once

#include <chrono>

namespace hai::api {

/// A message that was sent and has not shown by then shows no more.
inline constexpr std::chrono::seconds message_patience{15};

}  // namespace hai::api
