#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hai::sim {

/// A JSON string literal, quotes included.
std::string quoted(std::string_view text);

/// The same, or `null` for an empty text.
std::string quoted_or_null(std::string_view text);

/// UTC with microseconds: 2026-01-01T00:00:00.000000Z
std::string iso8601(std::chrono::system_clock::time_point);

/// Reads that form, with or without a fraction, ended by `Z`, an offset, or nothing (UTC).
std::optional<std::chrono::system_clock::time_point> parse_iso8601(std::string_view);

}  // namespace hai::sim
