// When a status is looked at again, as a table.

#include "session/status_schedule.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

struct range {
  net::duration least, most;
};

void expect_in(net::duration pause, range expected) {
  EXPECT_GE(pause, expected.least);
  EXPECT_LE(pause, expected.most);
}

TEST(status_schedule, backs_off_from_2_s_to_10_to_15_s_while_nothing_changes) {
  range const table[] = {{2s, 3s},   {3s, 4500ms}, {4500ms, 6750ms}, {6750ms, 10125ms},
                         {10s, 15s}, {10s, 15s},   {10s, 15s}};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    http::jitter chance(seed);
    status_schedule schedule(2s);
    for (auto const& expected : table) expect_in(schedule.next(false, chance), expected);
  }
}

TEST(status_schedule, begins_anew_when_something_changed) {
  http::jitter chance(7);
  status_schedule schedule(2s);
  for (int i = 0; i < 6; ++i) schedule.next(false, chance);
  expect_in(schedule.next(true, chance), {2s, 3s});
  expect_in(schedule.next(false, chance), {3s, 4500ms});
}

TEST(status_schedule, keeps_a_long_interval) {
  http::jitter chance(7);
  status_schedule schedule(60s);
  for (int i = 0; i < 4; ++i) expect_in(schedule.next(false, chance), {60s, 90s});
}

TEST(status_schedule, does_not_move_in_step) {
  http::jitter one(1), other(2);
  status_schedule first(2s), second(2s);
  EXPECT_NE(first.next(true, one), second.next(true, other));
}

}  // namespace
}  // namespace hai::detail
