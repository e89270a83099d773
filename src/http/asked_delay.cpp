#include "http/asked_delay.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hai::http {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc::result_out_of_range && !text.empty() && text.front() != '-')
    return std::numeric_limits<std::int64_t>::max();
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<chrono::seconds> usable(std::int64_t seconds) {
  if (seconds <= 0) return std::nullopt;
  return chrono::seconds(std::min<std::int64_t>(seconds, longest_asked_delay.count()));
}

/// From `now` to `then`, in whole seconds rounded up, so that one is never there too early.
std::optional<chrono::seconds> until(chrono::sys_seconds then, chrono::system_clock::time_point now) {
  return usable((then - chrono::floor<chrono::seconds>(now)).count());  // in seconds, which no year overflows
}

/// Takes the parts of a date off the front of a text; once one part is not there, none is.
class date_reader {
 public:
  explicit date_reader(std::string_view text) : rest_(text) {}

  void literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return fail();
    rest_.remove_prefix(expected.size());
  }
  int number(std::size_t digits, bool space_padded = false) {
    if (rest_.size() < digits) return fail(), 0;
    auto text = rest_.substr(0, digits);
    rest_.remove_prefix(digits);
    if (space_padded && text.front() == ' ') text.remove_prefix(1);
    int value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || value < 0) return fail(), 0;
    return value;
  }
  chrono::month month() {
    auto const found = std::find(month_names.begin(), month_names.end(), rest_.substr(0, 3));
    if (found == month_names.end()) return fail(), chrono::January;
    rest_.remove_prefix(3);
    return chrono::month(static_cast<unsigned>(found - month_names.begin()) + 1);
  }
  chrono::seconds time_of_day() {
    int const hours = number(2);
    literal(":");
    int const minutes = number(2);
    literal(":");
    int const seconds = number(2);
    if (hours > 23 || minutes > 59 || seconds > 60) fail();
    return chrono::hours(hours) + chrono::minutes(minutes) + chrono::seconds(seconds);
  }
  bool is_complete() const { return !failed_ && rest_.empty(); }

 private:
  void fail() {
    failed_ = true;
    rest_ = {};
  }
  std::string_view rest_;
  bool failed_ = false;
};

std::optional<chrono::sys_seconds> moment(date_reader const& read, int year, chrono::month month, int day,
                                          chrono::seconds time) {
  chrono::year_month_day const date(chrono::year(year), month, chrono::day(static_cast<unsigned>(day)));
  if (!read.is_complete() || !date.ok()) return std::nullopt;
  return chrono::sys_seconds(chrono::sys_days(date)) + time;
}

int full_year(int last_two_digits, chrono::system_clock::time_point now) {
  chrono::year_month_day const today(chrono::floor<chrono::days>(now));
  int const this_year = static_cast<int>(today.year());
  int const year = this_year - this_year % 100 + last_two_digits;
  if (year > this_year + 50) return year - 100;
  return year <= this_year - 50 ? year + 100 : year;
}

}  // namespace

std::optional<chrono::sys_seconds> http_date(std::string_view text, chrono::system_clock::time_point now) {
  auto const comma = text.find(", ");
  if (comma == std::string_view::npos) {  // asctime
    if (text.size() < 4) return std::nullopt;
    date_reader read(text.substr(4));
    auto const month = read.month();
    read.literal(" ");
    int const day = read.number(2, true);
    read.literal(" ");
    auto const time = read.time_of_day();
    read.literal(" ");
    int const year = read.number(4);
    return moment(read, year, month, day, time);
  }
  date_reader read(text.substr(comma + 2));
  bool const is_obsolete = comma > 3;  // a weekday written out
  std::string_view const separator = is_obsolete ? "-" : " ";
  int const day = read.number(2);
  read.literal(separator);
  auto const month = read.month();
  read.literal(separator);
  int const year = is_obsolete ? full_year(read.number(2), now) : read.number(4);
  read.literal(" ");
  auto const time = read.time_of_day();
  read.literal(" GMT");
  return moment(read, year, month, day, time);
}

std::optional<chrono::seconds> retry_after(std::string_view value, chrono::system_clock::time_point now) {
  auto const text = trimmed(value);
  if (auto const seconds = whole_number(text)) return usable(*seconds);
  if (auto const date = http_date(text, now)) return until(*date, now);
  return std::nullopt;
}

std::optional<chrono::seconds> rate_limit_reset(std::string_view value,
                                                chrono::system_clock::time_point now) {
  auto const unix_seconds = whole_number(trimmed(value));
  auto const present = chrono::floor<chrono::seconds>(now).time_since_epoch().count();
  if (!unix_seconds || *unix_seconds <= present) return std::nullopt;
  return until(chrono::sys_seconds(chrono::seconds(*unix_seconds)), now);
}

}  // namespace hai::http
