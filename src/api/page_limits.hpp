#pragma once

#include <cstdint>

namespace hai::api {

/// The most that one page of a list can hold; more is refused before a byte is sent.
constexpr std::int64_t most_sessions = 100;
constexpr std::int64_t most_events = 200;

}  // namespace hai::api
