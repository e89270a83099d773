// The answer of a turn, and what begins and ends one.

#include "session/turn.hpp"

#include <gtest/gtest.h>

#include "follow_table.hpp"
#include "model/event_access.hpp"

namespace hai::detail {
namespace {

turn_fact fact_of(std::string_view text) { return read_turn_event(event_access::parse(0, text)).fact; }

TEST(Turn, the_texts_of_a_message_are_read_where_they_are_asked_for) {
  auto const message =
      event_access::parse(0, R"({"type":"AgentEvent","timestamp":"2026-01-02T03:04:05Z","data":
    {"kind":"message_event","content":["go on",{"type":"image","source":"x"},"please"]}})");
  EXPECT_EQ(read_turn_event(message, true).texts, (std::vector<std::string>{"go on", "please"}));
  EXPECT_TRUE(read_turn_event(message, false).texts.empty());
  auto const garbled =
      event_access::parse(0, R"({"type":"AgentEvent","timestamp":"2026-01-02T03:04:05Z","data":
    {"kind":"message_event","content":"\ud800"}})");
  EXPECT_EQ(read_turn_event(garbled, true).fact, turn_fact::message);
  EXPECT_TRUE(read_turn_event(garbled, true).texts.empty());
}

TEST(Turn, its_answer_is_the_last_that_is_not_null) {
  turn subject;
  EXPECT_FALSE(subject.has_answer());
  subject.on_snapshot("draft");
  EXPECT_EQ(subject.answer(), "draft");
  subject.on_event(answered("final"));
  EXPECT_EQ(subject.answer(), "final");
  subject.on_snapshot("corrected");
  EXPECT_EQ(subject.answer(), "corrected");
}

TEST(Turn, null_never_erases_the_answer) {
  turn subject;
  subject.on_snapshot("42");
  subject.on_snapshot(nullptr);
  subject.on_event(answered(nullptr));
  EXPECT_EQ(subject.answer(), "42");
}

TEST(Turn, a_snapshot_that_is_behind_the_answer_event_does_not_bring_an_overtaken_answer_back) {
  turn subject;
  subject.on_event(answered("draft"));
  subject.on_event(answered("final"));
  EXPECT_FALSE(subject.on_snapshot("draft"));
  EXPECT_EQ(subject.answer(), "final");
}

TEST(Turn, an_earlier_turns_answer_is_not_the_next_ones) {
  turn subject;
  subject.on_event(answered("first"));
  subject.on_event(at_rest());
  subject.on_event(spoken_to());
  EXPECT_FALSE(subject.has_answer());
  EXPECT_FALSE(subject.on_snapshot("first"));  // a snapshot that has not caught up
  EXPECT_FALSE(subject.has_answer());
  EXPECT_TRUE(subject.on_snapshot("second"));
  EXPECT_EQ(subject.answer(), "second");
}

TEST(Turn, the_same_answer_again_counts_when_an_event_gives_it) {
  turn subject;
  subject.on_event(answered("yes"));
  subject.on_event(spoken_to());
  subject.on_event(answered("yes"));
  EXPECT_EQ(subject.answer(), "yes");
}

TEST(Turn, the_same_answer_again_counts_once_the_snapshot_was_null_in_between) {
  turn subject;
  subject.on_snapshot("yes");
  subject.begin_next();
  subject.on_snapshot(nullptr);
  EXPECT_TRUE(subject.on_snapshot("yes"));
  EXPECT_EQ(subject.answer(), "yes");
}

TEST(Turn, work_after_a_rest_begins_the_next) {
  turn subject;
  subject.on_event(answered("first"));
  subject.on_event(at_rest());
  subject.on_event(at_work());
  EXPECT_FALSE(subject.has_answer());
  EXPECT_FALSE(subject.saw_end());
}

TEST(Turn, work_without_a_rest_goes_on_with_the_same) {
  turn subject;
  subject.on_event(answered("draft"));
  subject.on_event(at_work());
  EXPECT_EQ(subject.answer(), "draft");
}

TEST(Turn, a_message_before_anything_was_said_begins_no_other) {
  turn subject;
  subject.on_snapshot(nullptr);
  subject.on_event(spoken_to());
  subject.on_event(at_work());
  subject.on_snapshot("42");
  EXPECT_EQ(subject.answer(), "42");
}

TEST(Turn, only_a_new_answer_in_a_snapshot_is_evidence) {
  turn subject;
  EXPECT_FALSE(subject.on_snapshot(nullptr));
  EXPECT_TRUE(subject.on_snapshot("42"));
  EXPECT_FALSE(subject.on_snapshot("42"));
  EXPECT_TRUE(subject.on_snapshot("43"));
}

TEST(Turn, an_answer_may_be_any_json) {
  turn subject;
  boost::json::value const list = {1, "two", nullptr};
  subject.on_snapshot(list);
  EXPECT_EQ(subject.answer(), list);
  subject.on_snapshot(false);
  EXPECT_EQ(subject.answer(), false);
}

TEST(TurnEvent, what_each_event_tells) {
  EXPECT_EQ(fact_of(R"({"type":"AgentEvent","data":{"kind":"message_event","message":"go on"}})"),
            turn_fact::message);
  EXPECT_EQ(fact_of(R"({"type":"AgentEvent","data":{"kind":"answer_event","answer":"42"}})"),
            turn_fact::answered);
  EXPECT_EQ(fact_of(R"({"type":"AgentEvent","data":{"kind":"policy_event"}})"), turn_fact::none);
  EXPECT_EQ(fact_of(R"({"type":"ActiveStateChangeEvent","data":{"state":"idle"}})"), turn_fact::idle);
  EXPECT_EQ(fact_of(R"({"type":"ActiveStateChangeEvent","data":{"state":"running"}})"), turn_fact::running);
  EXPECT_EQ(fact_of(R"({"type":"ActiveStateChangeEvent","data":{"state":"paused"}})"), turn_fact::none);
  EXPECT_EQ(fact_of(R"({"type":"AgentRunStatusChangeEvent","data":{"status":"running"}})"),
            turn_fact::running);
  EXPECT_EQ(fact_of(R"({"type":"AgentCompletionEvent","data":{}})"), turn_fact::completed);
  EXPECT_EQ(fact_of(R"({"type":"an event of tomorrow","data":{}})"), turn_fact::none);
}

TEST(TurnEvent, an_answer_event_brings_its_answer) {
  auto const read = read_turn_event(
      event_access::parse(0, R"({"type":"AgentEvent","data":{"kind":"answer_event","answer":{"n":42}}})"));
  EXPECT_EQ(read.answer, (boost::json::object{{"n", 42}}));
}

TEST(TurnEvent, an_answer_with_broken_unicode_counts_mended) {
  auto const read = read_turn_event(
      event_access::parse(0, R"({"type":"AgentEvent","data":{"kind":"answer_event","answer":"a\ud800"}})"));
  EXPECT_EQ(read.fact, turn_fact::answered);
  EXPECT_EQ(read.answer, "a\xef\xbf\xbd");
}

TEST(TurnEvent, an_event_that_cannot_be_decoded_still_tells_its_kind) {
  auto const read = read_turn_event(
      event_access::parse(0, R"({"type":"AgentEvent","data":{"kind":"answer_event","answer":nope}})"));
  EXPECT_EQ(read.fact, turn_fact::answered);
  EXPECT_TRUE(read.answer.is_null());
}

}  // namespace
}  // namespace hai::detail
