#include "watch/clock_words.hpp"

#include <cstdio>

namespace hai::watch {
namespace {

template <class... Numbers>
std::string formatted(char const* format, Numbers... numbers) {
  char text[64];
  std::snprintf(text, sizeof text, format, numbers...);
  return text;
}

}  // namespace

std::string time_of_day(event_time when, std::chrono::seconds utc_offset) {
  auto const local = std::chrono::floor<std::chrono::seconds>(when + utc_offset);
  std::chrono::hh_mm_ss const clock(local - std::chrono::floor<std::chrono::days>(local));
  return formatted("%02d:%02d:%02d", static_cast<int>(clock.hours().count()),
                   static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
}

std::string utc_date_and_time(event_time when) {
  auto const day = std::chrono::floor<std::chrono::days>(when);
  std::chrono::year_month_day const date(day);
  return formatted("%04d-%02u-%02uT", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                   static_cast<unsigned>(date.day())) +
         time_of_day(when, std::chrono::seconds(0)) + 'Z';
}

std::string elapsed_words(std::chrono::seconds elapsed) {
  long long const all = elapsed.count() > 0 ? elapsed.count() : 0;
  long long const hours = all / 3600, minutes = all / 60 % 60, seconds = all % 60;
  if (hours > 0) return formatted("%lld:%02lld:%02lld", hours, minutes, seconds);
  return formatted("%02lld:%02lld", minutes, seconds);
}

}  // namespace hai::watch
