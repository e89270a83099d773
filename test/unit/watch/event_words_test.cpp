#include "watch/event_words.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "model/event_access.hpp"

namespace hai::watch {
namespace {

event_words words(std::string const& type, std::string const& data) {
  std::string const text =
      R"({"type":")" + type + R"(","timestamp":"2026-01-02T03:04:05Z","data":)" + data + "}";
  return words_of(hai::detail::event_access::parse(0, text).payload());
}

std::string said(std::string const& type, std::string const& data = "{}") { return words(type, data).text; }
std::string agent(std::string const& data) { return said("AgentEvent", data); }

TEST(event_words, a_chosen_action_with_its_arguments_and_reason) {
  auto const w = words("AgentEvent", R"({"kind":"policy_event","reasoning_content":"Open the menu.",
    "tool_reqs":[{"tool_name":"click","args":{"x":5,"y":60}},{"tool_name":"type","args":{"text":"two words"}}]})");
  EXPECT_EQ(w.text, R"(click x=5 y=60; type text="two words" — Open the menu.)");
  EXPECT_EQ(w.tone, tone::action);
}

TEST(event_words, of_many_calls_the_first_are_named) {
  std::string calls = R"({"tool_name":"t1","args":{}})";
  for (int i = 2; i != 20; ++i) calls += R"(,{"tool_name":"t)" + std::to_string(i) + R"(","args":{}})";
  auto const text = agent(R"({"kind":"policy_event","tool_reqs":[)" + calls + "]}");
  EXPECT_TRUE(text.starts_with("t1; t2; ")) << text;
  EXPECT_NE(text.find("; and "), std::string::npos) << text;
}

TEST(event_words, content_is_preferred_to_reasoning) {
  EXPECT_EQ(
      agent(R"({"kind":"policy_event","reasoning_content":"long","content":"Next page.","tool_reqs":[]})"),
      "Next page.");
}

TEST(event_words, a_refused_choice_is_trouble) {
  auto const w =
      words("AgentEvent", R"({"kind":"policy_event","content":"Again.","validation_errors":["x: no"]})");
  EXPECT_EQ(w.text, "refused choice: x: no — Again.");
  EXPECT_EQ(w.tone, tone::trouble);
}

TEST(event_words, a_page_with_title_and_url) {
  EXPECT_EQ(
      agent(
          R"({"kind":"observation_event","type":"web","metadata":{"url":"https://a.example/b","title":"Tides"}})"),
      R"(sees "Tides" https://a.example/b)");
  EXPECT_EQ(agent(R"({"kind":"observation_event","type":"textual_web","metadata":
      {"url":"https://a.example","title":"","chunk_number":2,"total_chunks":3}})"),
            "reads https://a.example (part 2 of 3)");
  EXPECT_EQ(agent(R"({"kind":"observation_event","type":"desktop","text":"a window","metadata":{}})"),
            "sees desktop: a window");
}

TEST(event_words, a_tool_result) {
  EXPECT_EQ(
      agent(
          R"({"kind":"tool_result","tool_req":{"tool_name":"find"},"result":{"ok":true,"n":[1,2]},"truncated":true})"),
      "find gave {ok: true, n: [1, 2]} (cut)");
}

TEST(event_words, an_answer_with_its_verdict) {
  auto const w = words("AgentEvent", R"({"kind":"answer_event","answer":"Shelf 3","outcome":"success"})");
  EXPECT_EQ(w.text, "answer (success): Shelf 3");
  EXPECT_EQ(w.tone, tone::answer);
}

TEST(event_words, an_error_names_its_tool) {
  EXPECT_EQ(
      agent(R"({"kind":"error_event","error":"not found","origin":"env","tool_req":{"tool_name":"click"}})"),
      "error of click: not found");
  EXPECT_EQ(agent(R"({"kind":"error_event","error":"not found","origin":"env"})"), "error of env: not found");
}

TEST(event_words, a_message_with_images) {
  EXPECT_EQ(
      agent(
          R"({"kind":"message_event","caller_id":"user","content":["Find it.",{"type":"url","source":"https://x"}]})"),
      "user: Find it. (1 image)");
}

TEST(event_words, steering) {
  EXPECT_EQ(agent(R"({"kind":"flow_event","flow":"force_answer","origin":"user"})"),
            "asked to answer now by user");
  EXPECT_EQ(agent(R"({"kind":"flow_event","flow":"dance","origin":"user"})"), "steered: dance by user");
}

TEST(event_words, changes_of_state) {
  EXPECT_EQ(said("ActiveStateChangeEvent", R"({"state":"idle"})"), "session is idle");
  EXPECT_EQ(
      said(
          "ActiveStateChangeEvent",
          R"({"state":"awaiting_tool_results","pending_tool_calls":[{"tool_name":"ask","args":{"q":1}},{"tool_name":"b"}]})"),
      "waits for tool results: ask q=1; b");
  EXPECT_EQ(said("AgentRunStatusChangeEvent", R"({"status":"paused"})"), "agent is paused");
  EXPECT_EQ(said("AgentCompletionEvent", R"({"reason":"stopped"})"), "agent stopped");
  EXPECT_EQ(said("AgentErrorEvent", R"({"error":"runner lost"})"), "agent broke down: runner lost");
}

TEST(event_words, files_metrics_and_the_rest) {
  EXPECT_EQ(said("FileTransferEvent", R"({"direction":"download","path":"~/a.pdf","size_bytes":48213})"),
            "downloaded a file: ~/a.pdf (48.2 kB)");
  EXPECT_EQ(said("AttachmentEvent", R"({"origin":"agent","name":"a.pdf","size_bytes":12})"),
            "agent attached a.pdf (12 bytes)");
  EXPECT_EQ(said("MetricsUpdateEvent", R"({"metrics":{"steps":3,"total_cost":0.00447}})"),
            "used so far: 3 steps, $0.0045");
  EXPECT_EQ(said("LiveViewUrlEvent", R"({"live_view_url":"https://v.example"})"),
            "live view: https://v.example");
  EXPECT_EQ(said("ChatMessageEvent", R"({"message":"Found."})"), "chat: Found.");
  EXPECT_EQ(said("RunnerSessionEvent", R"({"runner_session_id":"r-1"})"), "runner: r-1");
  EXPECT_EQ(said("RequestStartEvent"), "request taken in");
  EXPECT_EQ(said("RequestStartDispatchedEvent", R"({"status":"accepted"})"),
            "request handed to a runner (accepted)");
  EXPECT_EQ(said("AgentStartedEvent"), "agent started");
  EXPECT_EQ(said("DelayAgentStartEvent", R"({"note":"later"})"), "start put off ({note: later})");
}

TEST(event_words, an_unknown_event_is_named) {
  EXPECT_EQ(said("FromTheFuture", R"({"n":[1,null]})"), "FromTheFuture {n: [1, null]}");
  EXPECT_EQ(agent(R"({"kind":"brand_new","a":1})"), "brand_new {kind: brand_new, a: 1}");
  EXPECT_EQ(words_of(event_payload()).text, "event without a type");
}

TEST(event_words, data_that_cannot_be_parsed_still_gives_a_line) {
  EXPECT_FALSE(agent(R"({"kind":"answer_event","answer":"\ud800"})").empty());
}

TEST(event_words, what_an_agent_writes_cannot_steer_the_terminal) {
  for (std::string const hostile :
       {R"(\u001b[31mx)", R"(\u001b]0;t\u0007x)", R"(\u001bPq\u001b\\x)", R"(\rx)", R"(\u009b31mx)"}) {
    for (std::string const& line :
         {agent(R"({"kind":"answer_event","answer":")" + hostile + R"("})"),
          agent(R"({"kind":"answer_event","answer":{")" + hostile + R"(":1}})"),
          agent(R"({"kind":"policy_event","tool_reqs":[{"tool_name":")" + hostile + R"(","args":{"a":")" +
                hostile + R"("}}]})"),
          agent(R"({"kind":"observation_event","type":"web","metadata":{"title":")" + hostile + R"("}})"),
          agent(R"({"kind":"error_event","error":")" + hostile + R"(","origin":")" + hostile + R"("})"),
          said(hostile, "{}"), said("FileTransferEvent", R"({"path":")" + hostile + R"("})")}) {
      EXPECT_EQ(line.find_first_of("\x1b\r\n\x07"), std::string::npos) << line;
      EXPECT_EQ(line.find("\u009b"), std::string::npos) << line;
      EXPECT_EQ(line.find("31m"), std::string::npos) << line;
    }
  }
}

TEST(event_words, a_huge_value_gives_a_bounded_line) {
  std::string const huge(1 << 20, 'x');
  EXPECT_LT(agent(R"({"kind":"tool_result","tool_req":{"tool_name":"t"},"result":")" + huge + R"("})").size(),
            1000u);
  EXPECT_LT(agent(R"({"kind":"answer_event","answer":[")" + huge + R"("]})").size(), 1000u);
}

}  // namespace
}  // namespace hai::watch
