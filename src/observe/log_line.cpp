#include "observe/log_line.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace hai::observe {
namespace {

constexpr std::size_t longest_value = 500;

std::string_view name_of(log_level level) {
  switch (level) {
    case log_level::warn:
      return "warn";
    case log_level::info:
      return "info";
    case log_level::debug:
      break;
  }
  return "debug";
}

std::string time_text(log_line::clock::time_point when) {
  auto const second = std::chrono::floor<std::chrono::seconds>(when);
  auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(when - second).count();
  std::time_t const whole = log_line::clock::to_time_t(second);
  std::tm utc{};
  gmtime_r(&whole, &utc);
  std::array<char, 64> text{};
  auto const date = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text.data() + date, text.size() - date, ".%03dZ", static_cast<int>(ms));
  return text.data();
}

bool is_plain(char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '='; }

void append_escaped(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c >= ' ' && c < 0x7f) {
    out += c;
  } else {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += text.data();
  }
}

}  // namespace

log_line::log_line(clock::time_point when, log_level level, std::string_view what) {
  text_.append(time_text(when)).append(" ").append(name_of(level)).append(" hai ").append(what);
}

log_line& log_line::add(std::string_view name, std::string_view value) {
  bool const cut = value.size() > longest_value;
  value = value.substr(0, longest_value);
  text_.append(" ").append(name).append("=");
  if (!value.empty() && !cut && std::all_of(value.begin(), value.end(), is_plain)) {
    text_.append(value);
    return *this;
  }
  text_ += '"';
  for (char const c : value) append_escaped(text_, c);
  text_.append(cut ? "..\"" : "\"");
  return *this;
}

log_line& log_line::add(std::string_view name, std::uint64_t value) {
  text_.append(" ").append(name).append("=").append(std::to_string(value));
  return *this;
}

log_line& log_line::add(std::string_view name, std::chrono::nanoseconds value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.3fs", std::chrono::duration<double>(value).count());
  text_.append(" ").append(name).append("=").append(text.data());
  return *this;
}

}  // namespace hai::observe
