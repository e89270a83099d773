#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "model/timestamp.hpp"

namespace hai::model {
namespace {

using namespace std::chrono_literals;

std::optional<std::int64_t> micros(std::string_view text) {
  auto const time = parse_timestamp(text);
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}

constexpr std::int64_t base = 1790835301000000;  // 2026-10-01T06:15:01Z

TEST(timestamp, reads_every_way_to_write_utc) {
  EXPECT_EQ(micros("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(micros("2026-10-01T06:15:01Z"), base);
  EXPECT_EQ(micros("2026-10-01T06:15:01+00:00"), base);
  EXPECT_EQ(micros("2026-10-01T06:15:01-00:00"), base);
  EXPECT_EQ(micros("2026-10-01T06:15:01"), base);
  EXPECT_EQ(micros("2026-10-01 06:15:01z"), base);
}

TEST(timestamp, takes_an_offset_off) {
  EXPECT_EQ(micros("2026-10-01T08:15:01+02:00"), base);
  EXPECT_EQ(micros("2026-10-01T11:45:01+0530"), base);
  EXPECT_EQ(micros("2026-09-30T23:15:01-07"), base);
}

TEST(timestamp, reads_up_to_nine_digits_of_a_fraction_to_the_microsecond) {
  EXPECT_EQ(micros("2026-10-01T06:15:01.5Z"), base + 500000);
  EXPECT_EQ(micros("2026-10-01T06:15:01.25Z"), base + 250000);
  EXPECT_EQ(micros("2026-10-01T06:15:01.000001Z"), base + 1);
  EXPECT_EQ(micros("2026-10-01T06:15:01.123456789+00:00"), base + 123456);
  EXPECT_EQ(micros("2026-10-01T06:15:01.000000999Z"), base);
}

TEST(timestamp, reads_times_before_the_epoch_and_leap_days) {
  EXPECT_EQ(micros("1969-12-31T23:59:59Z"), -1000000);
  EXPECT_TRUE(micros("2028-02-29T00:00:00Z"));
  EXPECT_FALSE(micros("2026-02-29T00:00:00Z"));
}

TEST(timestamp, refuses_what_is_no_time) {
  for (char const* text :
       {"", "Z", "2026", "2026-10-01", "2026-13-01T00:00:00Z", "2026-10-32T00:00:00Z", "2026-10-01T24:00:00Z",
        "2026-10-01T00:60:00Z", "2026-10-01T00:00:61Z", "2026-10-01T00:00:00.Z", "2026-10-01T00:00:00ZZ",
        "2026-10-01T00:00:00+", "2026-10-01T00:00:00+1", "2026-10-01X00:00:00Z", "26-10-01T00:00:00Z",
        "yesterday"}) {
    EXPECT_FALSE(micros(text)) << text;
  }
}

}  // namespace
}  // namespace hai::model
