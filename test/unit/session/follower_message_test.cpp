// After a message no end counts that the message may already have undone.

#include <gtest/gtest.h>

#include "follow_table.hpp"

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

/// A stream that has answered, rests, and was sent a message.
void answer_and_send(follow_bench& bench) {
  play(bench, {{"poll 0", page_with_answer(idle, "first", {answered("first"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"},
               {"", both(message_going(), message_sent())}});
}

TEST(FollowerMessage, texts_are_compared_until_it_is_known_where_the_past_ends) {
  follow_bench bench;
  EXPECT_FALSE(bench.subject.compares_texts()) << "nothing was sent";
  play(bench, {{"poll 0", page(running, {some_event()})}, {"", both(message_going(), message_sent())}});
  EXPECT_TRUE(bench.subject.compares_texts());
  play(bench, {{"poll 0", nothing()}});
  EXPECT_FALSE(bench.subject.compares_texts()) << "the stream has caught up";
}

TEST(FollowerMessage, a_settled_state_does_not_count_until_15_s_have_passed) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1", nothing()},
               {"status", says(idle)},
               {"poll 1", nothing()},
               {"status", says(idle)},
               {"poll 2", nothing()},
               {"status", says(idle)},
               {"poll 4", nothing()},
               {"status", says(idle)},
               {"poll 7", nothing()},  // to the end of the 15 s
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"poll 1", nothing()},
               {"snapshot", snapshot_has("first")},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, nullptr) << "the answer of the turn before";
}

TEST(FollowerMessage, the_state_is_taken_at_its_word_at_15_s_however_the_waits_fall) {
  follow_bench bench;
  answer_and_send(bench);
  auto const sent = bench.now;
  while (bench.subject.next(bench.now).what != follow_step::kind::end) {
    bench.step = bench.subject.next(bench.now);
    bench.now += 700ms;  // a slow server
    if (bench.step.what == follow_step::kind::status)
      says(idle)(bench);
    else if (bench.step.what == follow_step::kind::snapshot)
      snapshot_has(nullptr)(bench);
    else
      nothing()(bench);
    ASSERT_LT(bench.now - sent, 25s);
  }
  EXPECT_GE(bench.now - sent, 15s);
}

TEST(FollowerMessage, a_settled_page_does_not_count_either) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", page(idle, {some_event()})}, {"poll 1", page(idle, {at_rest()})}, {"poll 0"}});
}

TEST(FollowerMessage, its_own_event_past_the_cursor_lets_the_end_count) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", page(idle, {spoken_to(), answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, a_running_event_past_the_cursor_lets_the_end_count) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", page(idle, {at_work(), answered("second")})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, events_before_the_cursor_of_the_sender_do_not_let_it_count) {
  follow_bench bench;  // this stream lags: the sender knew three events already
  play(bench, {{"", [](follow_bench& at) { at.subject.on_message_going(3, {"go on"}); }},
               {"", message_sent()},
               {"poll 0", page(idle, {spoken_to(), at_work(), answered("first")})},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1", page(idle, {spoken_to(), answered("second")})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, an_in_flight_status_asked_for_after_the_send_lets_the_end_count) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", nothing()},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"poll 1", page(idle, {answered("second")})},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, an_in_flight_page_asked_for_after_the_send_lets_the_end_count) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", page(running, {some_event()})},
               {"poll 1", page(idle, {some_event()})},
               {"status", says(idle)},
               {"poll 0"}});
}

TEST(FollowerMessage, an_in_flight_status_asked_for_before_the_send_does_not) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", both(message_going(), says(running))},
               {"", message_sent()},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1"}});
}

TEST(FollowerMessage, an_in_flight_status_asked_for_while_the_message_was_on_its_way_does_not) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(running)},
               {"", message_going()},
               {"poll 25", nothing()},
               {"status", says(running)},
               {"", message_sent()},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1"}});
}

TEST(FollowerMessage, no_end_is_found_while_the_message_is_on_its_way) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("first"), at_rest()})},
               {"status", both(message_going(), says(idle))},
               {"poll 25", nothing()},
               {"status", says(idle)},
               {"poll 25"}});
}

TEST(FollowerMessage, it_withdraws_an_end_that_is_being_drained) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {answered("first"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", both(message_going(), nothing())},
               {"", message_sent()},
               {"poll 0", page(running, {spoken_to()})},
               {"poll 25"}});
}

TEST(FollowerMessage, it_withdraws_an_end_that_waits_for_its_snapshot) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"snapshot", both(message_going(), snapshot_has("first"))},
               {"", message_sent()},
               {"poll 0", page(running, {spoken_to()})},
               {"poll 25", page_with_answer(running, "first", {some_event()})},
               {"poll 25", page(idle, {answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, a_stream_that_has_yet_to_read_the_past_tells_it_from_earlier_ones_by_its_text) {
  follow_bench bench;
  play(bench, {{"", both(message_going("two"), message_sent())},
               {"poll 0", page(idle, {spoken_to("one"), at_work(), answered("first"), at_rest()})},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1", page(idle, {spoken_to("two"), at_work(), answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, a_stream_that_has_yet_to_read_the_past_may_find_it_there) {
  follow_bench bench;
  play(bench, {{"", both(message_going("two"), message_sent())},
               {"poll 0", page(idle, {spoken_to("one"), at_work(), answered("first"), at_rest(),
                                      spoken_to("two"), at_work(), answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, where_messages_are_not_echoed_a_running_event_of_the_past_lets_the_end_count) {
  follow_bench bench;
  play(bench, {{"", both(message_going(), message_sent())},
               {"poll 0", page(idle, {at_work(), answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerMessage, any_message_after_the_stream_has_caught_up_lets_the_end_count) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"poll 0", page(idle, {spoken_to("in other words"), answered("second"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerMessage, one_that_did_not_go_out_gives_the_end_and_its_answer_back) {
  follow_bench bench;
  play(bench, {{"poll 0", page_with_answer(idle, "first", {answered("first"), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"},
               {"", both(message_going(), message_not_sent())},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "first");
}

TEST(FollowerMessage, one_that_did_not_go_out_leaves_an_earlier_one_that_has_not_shown) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"", both(message_going(), message_not_sent())},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1", page(idle, {spoken_to(), answered("second")})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, one_that_did_not_go_out_does_not_bring_back_an_earlier_one_that_has_shown) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"", message_going()},
               {"poll 0", page(running, {spoken_to()})},
               {"", message_not_sent()},
               {"poll 0", page(idle, {answered("second")})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerMessage, it_restarts_a_terminal_session) {
  follow_bench bench(until_terminal());
  play(bench, {{"poll 0", page(completed, {answered("first"), completion()})},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"},
               {"", both(message_going(), message_sent())},
               {"poll 0", nothing()},
               {"status", says(completed)},
               {"poll 1", page(running, {spoken_to(), at_work()})},
               {"poll 25", page(completed, {answered("second"), completion()})},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "second");
}

TEST(FollowerMessage, a_stream_resumed_after_it_looks_at_once_and_holds_the_end_back) {
  follow_bench bench;
  answer_and_send(bench);
  play(bench, {{"", [](follow_bench& at) { at.subject.resume(); }},
               {"poll 0", nothing()},
               {"status", says(idle)},
               {"poll 1"}});
}

TEST(FollowerAnswer, null_in_a_later_page_does_not_erase_it) {
  follow_bench bench;
  play(bench, {{"poll 0", page_with_answer(running, "42", {some_event()})},
               {"poll 0", page_with_answer(idle, nullptr, {some_event(), at_rest()})},
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, "42");
}

TEST(FollowerAnswer, the_next_turn_does_not_take_the_answer_over_from_a_snapshot_that_is_behind) {
  follow_bench bench;
  play(bench, {{"poll 0", page_with_answer(idle, "first", {answered("first"), at_rest(), spoken_to()})},
               {"status", says(running)},
               {"poll 0", page_with_answer(failed, "first", {some_event()})},
               {"status", says(failed)},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has("first")},
               {"end"}});
  EXPECT_EQ(bench.subject.result().answer, nullptr);
}

}  // namespace
}  // namespace hai::detail
