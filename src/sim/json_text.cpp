#include "json_text.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <ctime>

namespace hai::sim {

std::string quoted(std::string_view text) {
  return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

std::string quoted_or_null(std::string_view text) { return text.empty() ? "null" : quoted(text); }

std::string iso8601(std::chrono::system_clock::time_point at) {
  auto const micros = std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
  std::time_t const seconds = static_cast<std::time_t>(micros / 1000000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  auto const length = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
                                    parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                                    parts.tm_min, parts.tm_sec, static_cast<int>(micros % 1000000));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

std::optional<std::chrono::system_clock::time_point> parse_iso8601(std::string_view text) {
  std::string const whole(text);
  std::tm parts{};
  int length = 0;
  if (std::sscanf(whole.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                  &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &length) != 6)
    return std::nullopt;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  std::string_view rest = std::string_view(whole).substr(static_cast<std::size_t>(length));
  std::chrono::microseconds fraction{};
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    for (std::int64_t unit = 100000; !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
         unit /= 10) {
      fraction += std::chrono::microseconds(unit * (rest.front() - '0'));
      rest.remove_prefix(1);
    }
  }
  std::chrono::minutes offset{};
  if (rest.size() == 6 && (rest.front() == '+' || rest.front() == '-')) {
    int hours = 0, minutes = 0;
    if (std::sscanf(std::string(rest.substr(1)).c_str(), "%2d:%2d", &hours, &minutes) != 2)
      return std::nullopt;
    offset = std::chrono::minutes((rest.front() == '-' ? -1 : 1) * (hours * 60 + minutes));
  } else if (!rest.empty() && rest != "Z") {
    return std::nullopt;
  }
  return std::chrono::system_clock::from_time_t(timegm(&parts)) + fraction - offset;
}

}  // namespace hai::sim
