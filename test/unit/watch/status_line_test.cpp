#include "watch/status_line.hpp"

#include <gtest/gtest.h>

#include "watch/clock_words.hpp"
#include "watch/display_width.hpp"
#include "watch/event_rate.hpp"

namespace hai::watch {
namespace {

using namespace std::chrono_literals;

active_state_change_event change_to(session_state state) {
  active_state_change_event change;
  change.state = std::move(state);
  return change;
}

TEST(status_line, tells_counts_rate_and_time) {
  EXPECT_EQ(status_line({12, 3, 5, 1}, 41.25, 67s, 200),
            "12 running · 3 idle · 5 ended · 1 failed · 41.2 events/s · 01:07");
}

TEST(fleet, counts_where_each_session_stands) {
  fleet watched(1);
  watched.add();
  watched.add();
  watched.ended(0, session_state::completed);
  watched.ended(1, session_state::failed);
  watched.not_followed(2);
  EXPECT_EQ(watched.counts(), (fleet_counts{0, 0, 1, 2}));
  watched.resumed(0);
  EXPECT_EQ(watched.counts(), (fleet_counts{1, 0, 0, 2}));
}

TEST(status_line, is_cut_to_the_width) {
  EXPECT_EQ(display_width(status_line({12, 3, 5, 1}, 4, 67s, 20)), 20u);
}

TEST(status_row, lines_are_put_above_the_status) {
  status_row row;
  EXPECT_EQ(row.with_lines("a\n", "S1"), "a\nS1");
  EXPECT_EQ(row.with_lines("b\n", "S2"), "\r\x1b[Kb\nS2");
}

TEST(status_row, the_same_status_is_not_drawn_twice) {
  status_row row;
  EXPECT_EQ(row.redrawn("S1"), "S1");
  EXPECT_EQ(row.redrawn("S1"), "");
  EXPECT_EQ(row.redrawn("S2"), "\r\x1b[KS2");
}

TEST(status_row, is_cleared_once) {
  status_row row;
  EXPECT_EQ(row.cleared(), "");
  row.redrawn("S");
  EXPECT_EQ(row.cleared(), "\r\x1b[K");
  EXPECT_EQ(row.cleared(), "");
}

TEST(fleet, counts_where_sessions_stand) {
  fleet sessions(5);
  sessions.saw(0, change_to(session_state::idle));
  sessions.ended(1, session_state::completed);
  sessions.ended(2, session_state::timed_out);
  sessions.not_followed(3);
  EXPECT_EQ(sessions.counts(), (fleet_counts{1, 1, 1, 2}));
}

TEST(fleet, a_session_that_goes_on_is_running_again) {
  fleet sessions(1);
  sessions.saw(0, change_to(session_state::idle));
  sessions.saw(0, change_to(session_state::running));
  EXPECT_EQ(sessions.counts(), (fleet_counts{1, 0, 0, 0}));
  sessions.ended(0, session_state::idle);
  EXPECT_EQ(sessions.counts(), (fleet_counts{0, 1, 0, 0}));
}

TEST(event_rate, is_taken_over_the_last_five_seconds) {
  event_rate::time_point const start{};
  event_rate rate(start);
  rate.add(10, start + 1s);
  EXPECT_DOUBLE_EQ(rate.per_second(start + 2s), 5.0);
  EXPECT_DOUBLE_EQ(rate.per_second(start + 5s), 2.0);
  EXPECT_DOUBLE_EQ(rate.per_second(start + 6s), 0.0);
  EXPECT_EQ(rate.total(), 10u);
}

TEST(event_rate, a_first_batch_is_not_a_rate_of_thousands) {
  event_rate::time_point const start{};
  event_rate rate(start);
  rate.add(10, start + 1ms);
  EXPECT_DOUBLE_EQ(rate.per_second(start + 1ms), 10.0);
}

TEST(clock_words, elapsed_time) {
  EXPECT_EQ(elapsed_words(0s), "00:00");
  EXPECT_EQ(elapsed_words(59min + 59s), "59:59");
  EXPECT_EQ(elapsed_words(3723s), "1:02:03");
}

TEST(clock_words, a_time_before_the_epoch_is_still_a_time) {
  EXPECT_EQ(utc_date_and_time(event_time(-1s)), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace hai::watch
