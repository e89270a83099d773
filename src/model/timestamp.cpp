#include "model/timestamp.hpp"

#include <array>
#include <cstddef>
#include <cstdio>

namespace hai::model {
namespace {

using std::chrono::microseconds;

class digit_reader {
 public:
  explicit digit_reader(std::string_view text) noexcept : text_(text) {}

  bool at_end() const noexcept { return text_.empty(); }
  bool accept(char c) noexcept {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::optional<int> digit() noexcept {
    if (text_.empty() || text_.front() < '0' || text_.front() > '9') return std::nullopt;
    int const value = text_.front() - '0';
    text_.remove_prefix(1);
    return value;
  }
  /// Exactly `count` digits, of a value up to `most`.
  std::optional<int> number(std::size_t count, int most) noexcept {
    int value = 0;
    for (std::size_t i = 0; i != count; ++i) {
      std::optional<int> const next = digit();
      if (!next) return std::nullopt;
      value = value * 10 + *next;
    }
    if (value > most) return std::nullopt;
    return value;
  }

 private:
  std::string_view text_;
};

std::optional<microseconds> read_fraction(digit_reader& in) noexcept {
  std::int64_t value = 0;
  int digits = 0;
  while (std::optional<int> const next = in.digit()) {
    if (digits < 6) value = value * 10 + *next;
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 6; ++digits) value *= 10;
  return microseconds(value);
}

std::optional<microseconds> read_time_of_day(digit_reader& in) noexcept {
  std::optional<int> const hour = in.number(2, 23);
  if (!hour || !in.accept(':')) return std::nullopt;
  std::optional<int> const minute = in.number(2, 59);
  if (!minute) return std::nullopt;
  microseconds time = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  if (!in.accept(':')) return time;
  std::optional<int> const second = in.number(2, 60);
  if (!second) return std::nullopt;
  time += std::chrono::seconds(*second);
  if (!in.accept('.') && !in.accept(',')) return time;
  std::optional<microseconds> const fraction = read_fraction(in);
  if (!fraction) return std::nullopt;
  return time + *fraction;
}

/// How far the written time is ahead of UTC.
std::optional<microseconds> read_offset(digit_reader& in) noexcept {
  if (in.at_end() || in.accept('Z') || in.accept('z')) return microseconds(0);
  bool const ahead = in.accept('+');
  if (!ahead && !in.accept('-')) return std::nullopt;
  std::optional<int> const hours = in.number(2, 23);
  if (!hours) return std::nullopt;
  microseconds offset = std::chrono::hours(*hours);
  if (!in.at_end()) {
    in.accept(':');
    std::optional<int> const minutes = in.number(2, 59);
    if (!minutes) return std::nullopt;
    offset += std::chrono::minutes(*minutes);
  }
  return ahead ? offset : -offset;
}

std::optional<std::chrono::sys_days> read_date(digit_reader& in) noexcept {
  std::optional<int> const year = in.number(4, 9999);
  if (!year || !in.accept('-')) return std::nullopt;
  std::optional<int> const month = in.number(2, 12);
  if (!month || !in.accept('-')) return std::nullopt;
  std::optional<int> const day = in.number(2, 31);
  if (!day) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

}  // namespace

std::optional<std::chrono::sys_time<microseconds>> parse_timestamp(std::string_view text) noexcept {
  digit_reader in(text);
  std::optional<std::chrono::sys_days> const date = read_date(in);
  if (!date || !(in.accept('T') || in.accept('t') || in.accept(' '))) return std::nullopt;
  std::optional<microseconds> const time = read_time_of_day(in);
  if (!time) return std::nullopt;
  std::optional<microseconds> const offset = read_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  return *date + *time - *offset;
}

std::string written_timestamp(std::chrono::sys_time<microseconds> when) {
  auto const day = std::chrono::floor<std::chrono::days>(when);
  std::chrono::year_month_day const date(day);
  std::chrono::hh_mm_ss const time(when - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

}  // namespace hai::model
