#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <hai/log_level.hpp>

namespace hai::observe {

/// One line of a log as it is put together: time, level, "hai", what happened, and facts as name=value. A
/// value with anything but plain characters is quoted; what could break the line, or a terminal, is escaped.
class log_line {
 public:
  using clock = std::chrono::system_clock;

  log_line(clock::time_point when, log_level level, std::string_view what);

  log_line& add(std::string_view name, std::string_view value);
  log_line& add(std::string_view name, std::uint64_t value);
  log_line& add(std::string_view name, std::chrono::nanoseconds value);  ///< in seconds: "1.25s"

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace hai::observe
