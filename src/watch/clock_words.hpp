#pragma once

#include <chrono>
#include <string>

namespace hai::watch {

using event_time = std::chrono::sys_time<std::chrono::microseconds>;

/// `08:15:07`, that far from UTC.
std::string time_of_day(event_time when, std::chrono::seconds utc_offset);

/// `2026-09-02T08:15:07Z`.
std::string utc_date_and_time(event_time when);

/// `1:02:03`, or `02:03` under an hour.
std::string elapsed_words(std::chrono::seconds elapsed);

}  // namespace hai::watch
