#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hai::model {

/// An ISO 8601 time as the API writes it: `2026-09-02T08:15:00.123456Z`, with any number of fraction digits
/// (those past the microseconds are dropped) and `Z`, an offset or nothing (UTC) at its end. Empty if it is
/// none.
std::optional<std::chrono::sys_time<std::chrono::microseconds>> parse_timestamp(
    std::string_view text) noexcept;

/// The same time written so, with six digits of fraction and `Z`.
std::string written_timestamp(std::chrono::sys_time<std::chrono::microseconds> when);

}  // namespace hai::model
