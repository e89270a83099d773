#include "card.hpp"

#include <gtest/gtest.h>

#include "model/event_access.hpp"

namespace dashboard {
namespace {

hai::event made(std::string const& type, std::string const& data, std::uint64_t index = 0) {
  return hai::detail::event_access::parse(
      index, R"({"type":")" + type + R"(","timestamp":"2026-01-02T03:04:05.5Z","data":)" + data + "}");
}

/// A card that was shown this event of an agent.
card after(std::string const& data, std::uint64_t index = 0) {
  card on;
  show(on, made("AgentEvent", data, index));
  return on;
}

TEST(Card, shows_the_state_and_the_cost) {
  card on;
  show(on, made("ActiveStateChangeEvent", R"({"state":"running"})"));
  EXPECT_EQ(on.state, "running");
  EXPECT_EQ(on.last_change_ms, 1767323045500);
  show(on, made("AgentRunStatusChangeEvent", R"({"status":"paused"})"));
  EXPECT_EQ(on.state, "paused");
  show(on, made("MetricsUpdateEvent", R"({"metrics":{"steps":3,"total_cost":0.25}})"));
  EXPECT_EQ(on.cost, 0.25);
  show(on, made("FromTheFuture", "{}"));
  EXPECT_EQ(on.state, "paused");
}

TEST(Card, shows_what_the_agent_did_last) {
  for (auto const& [data, action] : std::vector<std::pair<std::string, std::string>>{
           {R"({"kind":"policy_event","content":"Go.","tool_reqs":[{"tool_name":"a"},{"tool_name":"b"}]})",
            "a, b"},
           {R"({"kind":"policy_event","content":"Go.","reasoning_content":"Why"})", "Go."},
           {R"({"kind":"policy_event","reasoning_content":"Why"})", "Why"},
           {R"({"kind":"message_event","content":[{"type":"url","source":"x"},"Find it."]})",
            "message: Find it."},
           {R"({"kind":"message_event","content":[]})", ""},
           {R"({"kind":"error_event","error":"not found","origin":"env"})", "error: not found"},
           {R"({"kind":"flow_event","flow":"force_answer","origin":"user"})", "asked to force_answer"}})
    EXPECT_EQ(after(data).action, action) << data;
}

TEST(Card, counts_decisions_and_keeps_the_first_task_as_its_title) {
  card on;
  for (auto const* const text : {"first", "second"}) {
    show(on, made("AgentEvent", R"({"kind":"message_event","content":[")" + std::string(text) + R"("]})"));
    show(on, made("AgentEvent", R"({"kind":"policy_event"})"));
  }
  EXPECT_EQ(on.title, "first");
  EXPECT_EQ(on.steps, 2);
}

TEST(Card, shows_the_page_and_keeps_the_last_screenshot) {
  card const seen =
      after(R"({"kind":"observation_event","type":"web","metadata":{"url":"https://a","title":"Tides"},
      "image":{"type":"url","source":"https://shot","media_type":"image/png"}})",
            7);
  EXPECT_EQ(seen.page, "Tides");
  EXPECT_EQ(seen.screen, 7u);
  EXPECT_TRUE(seen.shot);
  card const untitled = after(R"({"kind":"observation_event","type":"web","metadata":{"url":"https://a"}})");
  EXPECT_EQ(untitled.page, "https://a");
  EXPECT_FALSE(untitled.screen);
}

TEST(Card, shows_the_answer_as_text_or_json) {
  EXPECT_EQ(after(R"({"kind":"answer_event","answer":"Shelf 3"})").answer, "Shelf 3");
  EXPECT_EQ(after(R"({"kind":"answer_event","answer":{"n":[1]}})").answer, R"({"n":[1]})");
}

TEST(Card, is_written_with_cost_and_screen_where_it_has_them) {
  card on;
  EXPECT_FALSE(to_json(on).contains("cost"));
  EXPECT_FALSE(to_json(on).contains("screen"));
  on.cost = 0.5;
  on.screen = 3;
  EXPECT_EQ(to_json(on).at("cost"), 0.5);
  EXPECT_EQ(to_json(on).at("screen"), 3u);
}

}  // namespace
}  // namespace dashboard
