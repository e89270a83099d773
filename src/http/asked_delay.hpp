#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hai::http {

/// No server is waited for longer than this on its word alone.
inline constexpr std::chrono::seconds longest_asked_delay{60};

/// What a Retry-After header asks for: seconds, or a date in any of HTTP's three forms, looked at from `now`.
/// Capped at longest_asked_delay; empty for what is not a header of this kind, not in the future, or 0.
std::optional<std::chrono::seconds> retry_after(std::string_view value,
                                                std::chrono::system_clock::time_point now);

/// What an X-RateLimit-Reset header (Unix seconds) asks for, under the same rules.
std::optional<std::chrono::seconds> rate_limit_reset(std::string_view value,
                                                     std::chrono::system_clock::time_point now);

/// An HTTP date: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" or
/// "Sun Nov  6 08:49:37 1994". The year of the second form is read as at most 50 years after `now`.
std::optional<std::chrono::sys_seconds> http_date(std::string_view text,
                                                  std::chrono::system_clock::time_point now);

}  // namespace hai::http
