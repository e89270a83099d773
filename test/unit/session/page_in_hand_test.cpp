#include "session/page_in_hand.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "model/bad_document.hpp"
#include "session/closed_failure.hpp"
#include "session/follower_number.hpp"

namespace hai::detail {
namespace {

std::string note(std::string const& text) {
  return R"({"type":"AgentEvent","timestamp":"2026-01-02T03:04:05Z","data":{"kind":"message_event","content":[")" +
         text + R"("]}})";
}

page_in_hand page_of(std::vector<std::string> const& events) {
  std::string text = R"({"status":"running","new_events":[)";
  for (auto const& each : events) text += (text.back() == '[' ? "" : ",") + each;
  http::body_text body;
  body.append(text + "]}");
  return page_in_hand(std::move(body));
}

TEST(PageInHand, NumbersItsEventsFromTheCursorAndTellsWhatTheyMean) {
  auto page =
      page_of({note("a"), R"({"type":"LiveViewUrlEvent","timestamp":"2026-01-02T03:04:05Z","data":{}})"});
  EXPECT_EQ(page.state(), session_state::running);
  EXPECT_EQ(page.slices().events.size(), 2u);
  EXPECT_EQ(page.begin_at(7), 7u);
  auto const batch = page.next_batch(true);
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[0].index(), 7u);
  EXPECT_EQ(batch.events[1].index(), 8u);
  ASSERT_EQ(batch.facts.size(), 1u);
  EXPECT_EQ(batch.facts[0].first, 0u);
  EXPECT_EQ(batch.facts[0].second.fact, turn_fact::message);
  EXPECT_EQ(batch.facts[0].second.texts, std::vector<std::string>{"a"});
}

TEST(PageInHand, WhatFoundNoRoomComesNext) {
  page_in_hand page = page_of({note("a"), note("b"), note("c")});
  page.begin_at(0);
  page.pass(1);
  page_in_hand kept(std::move(page));
  EXPECT_EQ(kept.events_left(), 2u);
  auto const batch = kept.next_batch(false);
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[0].index(), 1u);
  EXPECT_TRUE(batch.facts[0].second.texts.empty());
}

bool lies_in(std::string_view text, void const* begin, std::size_t size) {
  auto const* const first = static_cast<char const*>(begin);
  return std::less_equal<>()(first, text.data()) && std::less<>()(text.data(), first + size);
}

TEST(PageInHand, AnEventThatIsNearlyAllOfItsPageKeepsThePagesMemoryInsteadOfACopy) {
  std::string const text = note(std::string(4000, 'x'));
  http::body_text body;
  std::string const page = R"({"status":"running","new_events":[)" + text + "]}";
  body.reserve(page.size());
  body.append(page);
  auto const memory = body.block();
  std::optional<page_in_hand> whole(std::in_place, std::move(body));
  whole->begin_at(5);
  auto batch = whole->next_batch(true);
  ASSERT_EQ(batch.events.size(), 1u);
  EXPECT_TRUE(lies_in(batch.events[0].raw(), memory.data(), memory.size()));
  auto const again = whole->next_batch(true);  // it had found no room
  ASSERT_EQ(again.events.size(), 1u);
  EXPECT_EQ(again.events[0].raw().data(), batch.events[0].raw().data());
  EXPECT_EQ(again.facts.at(0).second.texts.at(0), std::string(4000, 'x'));
  event const kept = batch.events[0];
  batch.events.clear();
  whole.reset();
  EXPECT_EQ(kept.raw(), text);
  EXPECT_EQ(kept.index(), 5u);
  EXPECT_EQ(kept.type(), "AgentEvent");
  EXPECT_EQ(kept.kind(), "message_event");
  EXPECT_EQ(kept.timestamp().time_since_epoch(), std::chrono::seconds(1767323045));
  EXPECT_EQ(kept.data().at("content").at(0).as_string(), std::string(4000, 'x'));
}

TEST(PageInHand, AnEventKeepsNothingOfAPageThatIsMuchMore) {
  struct row {
    char const* what;
    std::string events;
    std::size_t capacity;
  };
  std::string const large = note(std::string(4000, 'x'));
  std::string const escaped = R"({"type":"Agent\u0045vent","timestamp":"2026-01-02T03:04:05Z","data":")" +
                              std::string(4000, 'x') + R"("})";
  for (auto const& each : {row{"beside another", large + "," + note("b"), 0}, row{"small", note("a"), 0},
                           row{"in much memory", large, 8000}, row{"an escaped name", escaped, 0}}) {
    std::string const page = R"({"status":"running","new_events":[)" + each.events + "]}";
    http::body_text body;
    body.reserve(std::max(page.size(), each.capacity));
    body.append(page);
    auto const memory = body.block();
    page_in_hand in_hand(std::move(body));
    in_hand.begin_at(0);
    for (auto const& made : in_hand.next_batch(false).events)
      EXPECT_FALSE(lies_in(made.raw(), memory.data(), memory.size())) << each.what;
  }
}

TEST(PageInHand, ABatchIsBoundedInEventsAndBytes) {
  auto many = page_of(std::vector<std::string>(100, note("x")));
  many.begin_at(0);
  EXPECT_EQ(many.next_batch(false).events.size(), 64u);
  auto large = page_of(std::vector<std::string>(3, note(std::string(200 * 1024, 'x'))));
  large.begin_at(0);
  EXPECT_EQ(large.next_batch(false).events.size(), 1u) << "one is always taken, however large";
}

TEST(PageInHand, ATextThatIsNoPageIsRefused) {
  http::body_text body;
  body.append("[]");
  EXPECT_THROW(page_in_hand(std::move(body)), model::bad_document);
}

TEST(PageInHand, ItsFollowerHasANumberOfItsOwn) {
  auto const first = next_follower_number();
  EXPECT_GT(next_follower_number(), first);
}

TEST(ClosedFailure, IsAnErrorOfThisLibrary) {
  error const failure = to_error(closed_failure("the stream is closed"));
  EXPECT_EQ(failure.code(), errc::closed);
  EXPECT_STREQ(failure.what(), "the stream is closed");
}

}  // namespace
}  // namespace hai::detail
