// How a stream comes to its end: what is asked, in which order, and what counts.

#include <gtest/gtest.h>

#include "follow_table.hpp"

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

TEST(FollowerEnd, opens_with_a_poll_that_does_not_wait_and_asks_the_status_when_it_brings_nothing) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()}, {"status", says(running)}, {"poll 25"}});
}

TEST(FollowerEnd, a_page_in_flight_needs_no_status) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {some_event(), at_work()})},
               {"poll 25", page(running, {some_event()})},
               {"poll 25", page(session_state("a_state_of_tomorrow"), {some_event()})},
               {"poll 25"}});
}

TEST(FollowerEnd, empty_replies_never_end_a_stream_the_status_does) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(session_state::queued)},
               {"poll 25", nothing()},
               {"status", says(session_state::pending)},
               {"poll 25", nothing()},
               {"status", says(session_state::paused)},
               {"poll 25", nothing()},
               {"status", says(session_state::awaiting_tool_results)},
               {"poll 25", nothing()},
               {"status", says(session_state("a_state_of_tomorrow"))},
               {"poll 25", nothing()},
               {"status", says(session_state::interrupted)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has(nullptr)},
               {"end"}});
  EXPECT_EQ(bench.subject.result().state, session_state::interrupted);
}

TEST(FollowerEnd, a_settled_page_is_confirmed_by_the_status_and_the_tail_drained_until_a_204) {
  follow_bench bench;
  play(bench, {{"poll 0", page(completed, {some_event(), answered("42"), completion()})},
               {"status", says(completed)},
               {"poll 0", page(completed, {some_event()})},
               {"poll 0", page(completed, {some_event()})},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().next_index, 5u);
}

TEST(FollowerEnd, the_tail_is_drained_until_an_empty_page_too) {
  follow_bench bench;
  play(bench, {{"poll 0", page(completed, {answered("42"), completion()})},
               {"status", says(completed)},
               {"poll 0", page(completed)},
               {"end"}});
}

TEST(FollowerEnd, the_end_carries_what_the_status_tells) {
  follow_bench bench;
  session_status status;
  status.state = failed;
  status.error = "the browser died";
  status.error_code = "environment_error";
  status.outcome = "blocked";
  play(bench, {{"poll 0", nothing()},
               {"status", says(status)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has(nullptr)},
               {"end"}});
  auto const result = bench.subject.result();
  EXPECT_EQ(result.state, failed);
  EXPECT_EQ(result.error, "the browser died");
  EXPECT_EQ(result.error_code, "environment_error");
  EXPECT_EQ(result.outcome, "blocked");
}

TEST(FollowerEnd, a_drained_page_in_flight_withdraws_the_end) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("42"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", page(running, {spoken_to(), at_work()})},
               {"poll 25", nothing()},
               {"status", says(running)},
               {"poll 25"}});
}

TEST(FollowerEnd, an_empty_drained_page_in_flight_withdraws_the_end_as_well) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("42"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", page(running)},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1"}});
}

TEST(FollowerEnd, a_withdrawn_end_is_looked_into_as_thoroughly_the_next_time) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"poll 1", page(running, {at_work()})},  // the last chance withdraws it
               {"poll 25", nothing()},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"poll 1", nothing()},
               {"snapshot", snapshot_has(nullptr)},
               {"end"}});
}

TEST(FollowerEnd, a_drained_page_in_another_settled_state_is_confirmed_again) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("42"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", page(completed, {completion()})},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().state, completed);
}

TEST(FollowerEnd, settled_ends_at_idle) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("42"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().state, idle);
}

TEST(FollowerEnd, until_terminal_goes_on_at_idle_and_ends_at_a_terminal_state) {
  follow_bench bench(until_terminal());
  play(bench, {{"poll 0", page(idle, {at_rest()})},
               {"poll 25", nothing()},
               {"status", says(idle)},
               {"poll 25", nothing()},
               {"status", says(failed)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has(nullptr)},
               {"end"}});
}

TEST(FollowerEnd, settled_well_with_neither_answer_nor_ending_event_gets_one_more_poll_of_one_second) {
  for (auto const& state : {completed, idle}) {
    follow_bench bench;
    play(bench, {{"poll 0", nothing()},
                 {"status", says(state)},
                 {"poll 0", nothing()},
                 {"poll 1", page(state, {answered("late")})},
                 {"poll 0", nothing()},
                 {"end"}});
    EXPECT_EQ(bench.subject.result().answer, "late");
  }
}

TEST(FollowerEnd, the_one_second_passes_also_where_the_server_answers_at_once) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"poll 1", nothing_after(std::chrono::milliseconds(0))},
               {"pause 1000 ms"},
               {"poll 1", nothing_after(std::chrono::milliseconds(0))},
               {"snapshot", snapshot_has(nullptr)},
               {"end"}});
}

TEST(FollowerEnd, an_ending_event_saves_the_last_chance) {
  follow_bench bench;
  play(bench, {{"poll 0", page(completed, {completion()})},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has("42")},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "42");
}

TEST(FollowerEnd, settled_badly_gets_no_last_chance) {
  for (auto const& state : {failed, session_state::timed_out, session_state::interrupted}) {
    follow_bench bench;
    play(bench, {{"poll 0", nothing()},
                 {"status", says(state)},
                 {"poll 0", nothing()},
                 {"snapshot", snapshot_has("partial")},
                 {"end"}});
    EXPECT_EQ(bench.subject.result().answer, "partial");
  }
}

TEST(FollowerEnd, an_answer_saves_the_snapshot) {
  follow_bench bench;
  play(bench, {{"poll 0", page_with_answer(completed, "42", {some_event()})},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "42");
}

TEST(FollowerEnd, a_failing_snapshot_does_not_fail_the_end) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(failed)},
               {"poll 0", nothing()},
               {"snapshot", fails(error(errc::forbidden, "403"))},
               {"end"}});
  EXPECT_EQ(bench.subject.result().state, failed);
}

TEST(FollowerEnd, is_looked_for_again_after_a_snapshot_that_took_its_time) {
  follow_bench bench;
  play(bench, {{"poll 0", page(completed, {completion()})},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"snapshot", both(passes(1001ms), snapshot_has(nullptr))},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerEnd, gives_the_events_that_came_while_the_snapshot_was_repeated) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"snapshot", fails(error(errc::connect_failed, "no route"))},
               {"pause 1000 ms"},
               {"snapshot", both(passes(1ms), snapshot_has(nullptr))},
               {"status", says(running)},
               {"poll 25", page(running, {spoken_to(), at_work()})},
               {"poll 25"}});
  EXPECT_EQ(bench.subject.cursor(), 3u);
}

TEST(FollowerEnd, is_looked_for_again_after_a_snapshot_in_flight) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_shows(running)},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerEnd, a_snapshot_that_fails_for_long_does_not_fail_the_end_either) {
  follow_options options;
  options.give_up_after = 2s;
  follow_bench bench(options);
  auto const lost = fails(error(errc::connect_failed, "no route"));
  play(bench, {{"poll 0", nothing()},
               {"status", says(failed)},
               {"poll 0", nothing()},
               {"snapshot", lost},
               {"pause 1000 ms"},
               {"snapshot", lost},
               {"pause 1000 ms"},
               {"snapshot", lost},
               {"end"}});
  EXPECT_EQ(bench.subject.result().state, failed);
}

TEST(FollowerEnd, a_resumed_stream_looks_again_and_goes_on_if_the_session_did) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("first"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end", [](follow_bench& at) { at.subject.resume(); }},
               {"poll 0", page(running, {spoken_to(), at_work()})},
               {"poll 25", page(idle, {answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
  EXPECT_EQ(bench.subject.result().next_index, 6u);
}

TEST(FollowerEnd, a_resumed_stream_of_a_session_that_stands_still_ends_the_same_way) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("first"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end", [](follow_bench& at) { at.subject.resume(); }},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "first");
}

}  // namespace
}  // namespace hai::detail
