// Evidence that announces an end, the looks that follow it, and the pauses that keep any server from making
// the stream busy.

#include <gtest/gtest.h>

#include "follow_table.hpp"

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

TEST(FollowerLooks, new_evidence_makes_five_looks_each_followed_by_the_status_then_full_waits) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {some_event()})},
               {"poll 25", page(running, {answered("42")})},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", nothing()},
               {"status", says(running)},
               {"poll 1", nothing()},
               {"status", says(running)},
               {"poll 2", nothing()},
               {"status", says(running)},
               {"poll 4", nothing()},
               {"status", says(running)},
               {"poll 25", nothing()},
               {"status", says(running)},
               {"poll 25"}});
}

TEST(FollowerLooks, a_turn_that_a_crowded_pool_made_short_is_not_paced) {
  auto const crowded = [](follow_bench& bench) {
    bench.subject.shorten_wait(0s);
    bench.subject.on_empty(bench.now);
  };
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {some_event()})}});
  for (int i = 0; i != 20; ++i) play(bench, {{"poll 25", crowded}});
}

TEST(FollowerLooks, another_aim_holds_from_the_next_step_on) {
  follow_bench bench(until_terminal());
  play(bench, {{"poll 0", page(running, {some_event()})}});
  bench.subject.aim(until::settled, 7s);
  play(bench, {{"poll 7", page(session_state::idle, {at_rest()})}, {"status"}});
}

TEST(FollowerLooks, events_that_are_not_to_be_had_any_more_are_passed_over) {
  follow_bench bench;
  bench.subject.skip_to(17);
  bench.subject.skip_to(3);
  EXPECT_EQ(bench.subject.cursor(), 17u);
}

TEST(FollowerLooks, a_look_finds_the_end) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {answered("42")})},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", nothing()},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerLooks, each_kind_of_evidence_counts) {
  for (auto const& evidence :
       {page(running, {answered("42")}), page(running, {completion()}), page(running, {at_rest()}),
        page(running, {answered(nullptr)}), page_with_answer(running, "42", {some_event()})}) {
    follow_bench bench;
    play(bench, {{"poll 0", page(running, {some_event()})}, {"poll 25", evidence}, {"poll 0"}});
  }
}

TEST(FollowerLooks, a_change_to_idle_is_no_evidence_for_a_stream_until_terminal) {
  follow_bench bench(until_terminal());
  play(bench, {{"poll 0", page(running, {at_rest()})}, {"poll 25"}});
}

TEST(FollowerLooks, a_rest_after_the_answer_leaves_the_answer_as_evidence_for_a_stream_until_terminal) {
  follow_bench bench(until_terminal());
  play(bench, {{"poll 0", page(running, {answered("42"), at_rest()})}, {"poll 0"}});
}

TEST(FollowerLooks, evidence_that_is_not_new_does_not_begin_the_looks_again) {
  follow_bench bench;
  play(bench, {{"poll 0", page_with_answer(running, "42", {answered("42")})},
               {"poll 0", page_with_answer(running, "42", {some_event()})},
               {"poll 1", page_with_answer(running, "42", {some_event()})},
               {"poll 1", page(running, {some_event()})},
               {"poll 2", page_with_answer(running, "42", {some_event()})},
               {"poll 4", page_with_answer(running, "42", {some_event()})},
               {"poll 25", page_with_answer(running, "42", {some_event()})},
               {"poll 25"}});
}

TEST(FollowerLooks, newer_evidence_begins_them_again) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {answered("draft")})},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", page(running, {answered("final")})},
               {"poll 0"}});
}

TEST(FollowerLooks, a_new_turn_in_the_same_page_cancels_the_evidence) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {answered("42"), at_rest(), spoken_to(), at_work()})}, {"poll 25"}});
}

TEST(FollowerLooks, a_new_turn_in_a_later_page_ends_the_looks) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {answered("42"), at_rest()})},
               {"poll 0", page(running, {spoken_to(), at_work()})},
               {"poll 25"}});
}

TEST(FollowerLooks, a_settled_page_whose_status_is_in_flight_is_looked_into) {
  follow_bench bench;
  play(bench, {{"poll 0", page(completed, {some_event()})},
               {"status", says(running)},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1"}});
}

TEST(FollowerLooks, looks_wait_no_longer_than_the_stream_may) {
  follow_options options;
  options.wait = 1s;
  follow_bench bench(options);
  auto const later = says(running);
  play(bench, {{"poll 0", page(running, {answered("42")})},
               {"poll 0", nothing()},
               {"status", later},
               {"poll 1", nothing()},
               {"status", later},
               {"poll 1", nothing()},
               {"status", later},
               {"poll 1", nothing()},
               {"status", later},
               {"poll 1", nothing()},
               {"status", later},
               {"poll 1"}});
}

TEST(FollowerLooks, look_now_looks_at_once) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(running)},
               {"", look_now()},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", nothing()},
               {"status", says(session_state::interrupted)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has(nullptr)},
               {"end", look_now()},
               {"end"}});  // an end that is found stays found
}

TEST(FollowerLooks, look_now_does_not_wait_for_the_pause_after_an_early_reply) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(running)},
               {"poll 25", nothing_after(1s)},
               {"status", says(running)},
               {"", look_now()},
               {"poll 0"}});
}

TEST(FollowerPace, empty_replies_that_come_early_add_a_growing_pause) {
  follow_bench bench;
  auto const soon = nothing_after(0s);
  auto const working = says(running);
  play(bench, {{"poll 0", nothing()}, {"status", working},    {"poll 25", soon},   {"status", working},
               {"pause 100 ms"},      {"poll 25", soon},      {"status", working}, {"pause 200 ms"},
               {"poll 25", soon},     {"status", working},    {"pause 400 ms"},    {"poll 25", soon},
               {"status", working},   {"pause 800 ms"},       {"poll 25", soon},   {"status", working},
               {"pause 1600 ms"},     {"poll 25", soon},      {"status", working}, {"pause 3200 ms"},
               {"poll 25", soon},     {"status", working},    {"pause 6400 ms"},   {"poll 25", soon},
               {"status", working},   {"pause 10000 ms"},     {"poll 25", soon},   {"status", working},
               {"pause 10000 ms"},    {"poll 25", nothing()},  // an honest one
               {"status", working},   {"poll 25", soon},      {"status", working}, {"pause 100 ms"}});
}

TEST(FollowerPace, empty_pages_that_come_early_add_it_too_and_prove_no_state) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {some_event()})},
               {"poll 25", page(running)},
               {"status", says(running)},
               {"pause 100 ms"},
               {"poll 25", page(running)},
               {"status", says(running)},
               {"pause 200 ms"},
               {"poll 25", page(running, {some_event()})},  // events cost no pause
               {"poll 25", page(running)},
               {"status", says(running)},
               {"pause 100 ms"}});
}

TEST(FollowerPace, the_pause_does_not_hold_up_the_end) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {answered("42")})},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", nothing_after(0s)},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerPace, a_stream_that_may_not_wait_is_paced_as_well) {
  follow_options options;
  options.wait = 0s;
  follow_bench bench(options);
  auto const working = says(running);
  play(bench, {{"poll 0", nothing()},
               {"status", working},
               {"poll 0", nothing()},
               {"status", working},
               {"poll 0", nothing()},
               {"status", working},
               {"poll 0", nothing()},
               {"status", working},
               {"pause 100 ms"},
               {"poll 0", nothing()},
               {"status", working},
               {"pause 200 ms"}});
}

TEST(FollowerPace, a_server_that_settles_and_works_in_turns_does_not_make_the_stream_busy) {
  follow_bench bench;
  int polls = 0;
  for (auto const start = bench.now; bench.now - start < 60s;) {
    bench.step = bench.subject.next(bench.now);
    ASSERT_NE(bench.step.what, follow_step::kind::end);
    if (bench.step.what == follow_step::kind::pause) {
      bench.now = bench.step.until;
    } else if (bench.step.what == follow_step::kind::status) {
      bench.subject.on_status(bench.now, session_status{completed, {}, {}, {}, 0, {}, {}});
    } else {
      page(running)(bench);
      ASSERT_LT(++polls, 100);
    }
  }
}

TEST(FollowerPace, a_turn_that_the_pool_made_short_needs_no_status_each_time) {
  follow_bench bench;
  auto const short_turn = [](follow_bench& at) {
    at.subject.shorten_wait(1s);
    at.now += 1s;
    at.subject.on_empty(at.now);
  };
  play(bench, {{"poll 0", nothing()},
               {"status", says(running)},
               {"poll 25", short_turn},
               {"poll 25", short_turn},
               {"poll 25", short_turn},
               {"poll 25", short_turn},
               {"poll 25", short_turn},
               {"status", says(running)},
               {"poll 25", short_turn},
               {"poll 25"}});
}

}  // namespace
}  // namespace hai::detail
