// What a session does, as a function of its script, the commands and the time: no sockets, no clock.

#include "sim/session_model.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace hai::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using kind = session_command::kind;

constexpr time_point start{};

session_model model(script s, bool queued = false) {
  return session_model(std::move(s), start, calendar{start, {}}, queued);
}

void tell(session_model& m, kind what, time_point at) {
  m.command(session_command{what, {}, {}}, at);
  m.advance(at);
}

void say(session_model& m, std::string const& text, time_point at) {
  m.command(session_command{kind::message, {"[\"" + text + "\"]"}, {}}, at);
  m.advance(at);
}

json::object event(session_model const& m, std::size_t i) {
  return json::parse(m.events().at(i)).as_object();
}

std::string kind_of(session_model const& m, std::size_t i) {
  auto const e = event(m, i);
  auto const* k = e.at("data").as_object().if_contains("kind");
  return std::string(k ? k->as_string() : e.at("type").as_string());
}

TEST(sim_session_model, does_each_step_at_its_time_and_not_before) {
  auto m = model(script().event(1s, "A").event(2s, "B"));
  m.advance(start + 999ms);
  EXPECT_EQ(m.events().size(), 0u);
  EXPECT_EQ(m.next_activity(), start + 1s);
  m.advance(start + 1s);
  EXPECT_EQ(m.events().size(), 1u);
  m.advance(start + 3s);
  EXPECT_EQ(m.events().size(), 2u);
  EXPECT_EQ(m.next_activity(), std::nullopt);
}

TEST(sim_session_model, catches_up_in_one_leap_with_the_right_timestamps) {
  auto m = model(script().event(1s, "A").event(2s, "B"));
  m.advance(start + 1h);
  EXPECT_EQ(event(m, 1).at("timestamp"), "1970-01-01T00:00:03.000000Z");
}

TEST(sim_session_model, changes_its_state_without_an_event) {
  auto m = model(script()
                     .starts("pending")
                     .state(1s, "running")
                     .event(0ms, "Last")
                     .wait(5s)
                     .ends("failed", "It broke.", "internal", "blocked"));
  EXPECT_EQ(m.state(), "pending");
  EXPECT_FALSE(m.started());
  m.advance(start + 1s);
  EXPECT_EQ(m.state(), "running");
  EXPECT_EQ(m.started(), start + 1s);
  m.advance(start + 6s);
  EXPECT_EQ(m.state(), "failed");
  EXPECT_EQ(m.error(), "It broke.");
  EXPECT_EQ(m.error_code(), "internal");
  EXPECT_EQ(m.outcome(), "blocked");
  EXPECT_EQ(m.finished(), start + 6s);
  EXPECT_EQ(m.events().size(), 1u);
}

TEST(sim_session_model, may_die_before_any_event) {
  auto m = model(script().wait(1s).ends("failed"));
  m.advance(start + 1s);
  EXPECT_EQ(m.state(), "failed");
  EXPECT_TRUE(m.events().empty());
}

TEST(sim_session_model, idle_ends_at_its_timeout_when_nobody_answers) {
  auto m = model(script().idle_timeout(30s).answer(1s, "1").ends("idle"));
  m.advance(start + 30s);
  EXPECT_EQ(m.state(), "idle");
  m.advance(start + 31s);
  EXPECT_EQ(m.state(), "completed");
  EXPECT_EQ(m.answer(), "1");
}

TEST(sim_session_model, idle_without_a_timeout_stays) {
  auto m = model(script().ends("idle"));
  m.advance(start + 1000h);
  EXPECT_EQ(m.state(), "idle");
}

TEST(sim_session_model, a_message_wakes_an_idle_session_for_its_next_turn) {
  auto m = model(script()
                     .idle_timeout(30s)
                     .answer(0ms, "1")
                     .ends("idle")
                     .on_message(script().answer(2s, "2").ends("idle"))
                     .on_message(script().answer(0ms, "3").ends("completed")));
  m.advance(start);
  say(m, "more", start + 10s);
  EXPECT_EQ(m.state(), "running");
  EXPECT_EQ(m.answer(), "null");
  EXPECT_EQ(kind_of(m, 1), "message_event");
  EXPECT_EQ(event(m, 1).at("data").at("content").at(0), "more");
  EXPECT_EQ(event(m, 2).at("data").at("state"), "running");
  m.advance(start + 12s);
  EXPECT_EQ(m.state(), "idle");
  EXPECT_EQ(m.answer(), "2");
  say(m, "again", start + 13s);
  EXPECT_EQ(m.answer(), "3");
  EXPECT_EQ(m.state(), "completed");
}

TEST(sim_session_model, a_message_takes_effect_only_after_its_lag) {
  auto m = model(script().idle_timeout(1h).ends("idle").on_message(script()));
  m.advance(start);
  m.command(session_command{kind::message, {"[\"x\"]"}, {}}, start + 3s);
  m.advance(start + 2s);
  EXPECT_EQ(m.state(), "idle");
  m.advance(start + 3s);
  EXPECT_EQ(m.state(), "running");
}

TEST(sim_session_model, a_message_restarts_a_terminal_session) {
  auto m = model(script().ends("failed", "No.").on_message(script().wait(1s).ends("completed")));
  m.advance(start);
  say(m, "try again", start + 1s);
  EXPECT_EQ(m.state(), "running");
  EXPECT_EQ(m.error(), "");
  EXPECT_FALSE(m.finished());
  m.advance(start + 2s);
  EXPECT_EQ(m.state(), "completed");
}

TEST(sim_session_model, a_message_beyond_the_script_is_answered_all_the_same) {
  auto m = model(script().ends("completed"));
  m.advance(start);
  say(m, "hello?", start + 1s);
  EXPECT_NE(m.answer(), "null");
  EXPECT_EQ(m.state(), "completed");
}

TEST(sim_session_model, a_paused_session_loses_no_time) {
  auto m = model(script().event(10s, "A"));
  tell(m, kind::pause, start + 4s);
  EXPECT_EQ(m.state(), "paused");
  EXPECT_EQ(m.next_activity(), std::nullopt);
  m.advance(start + 100s);
  tell(m, kind::resume, start + 100s);
  EXPECT_EQ(m.state(), "running");
  EXPECT_EQ(m.next_activity(), start + 106s);
}

TEST(sim_session_model, a_message_resumes_a_paused_session) {
  auto m = model(script().event(10s, "A"));
  tell(m, kind::pause, start + 1s);
  say(m, "go on", start + 2s);
  EXPECT_EQ(m.state(), "running");
}

TEST(sim_session_model, force_answer_is_a_flow_event_and_then_an_answer) {
  auto m = model(script().event(10s, "Never").forced_answer("\"so far\""));
  tell(m, kind::force_answer, start + 1s);
  ASSERT_EQ(m.events().size(), 2u);
  EXPECT_EQ(event(m, 0).at("data").at("flow"), "force_answer");
  EXPECT_EQ(kind_of(m, 1), "answer_event");
  EXPECT_EQ(m.answer(), "\"so far\"");
  EXPECT_EQ(m.state(), "completed");
}

TEST(sim_session_model, cancel_interrupts_and_is_harmless_at_the_end) {
  auto m = model(script().event(10s, "Never"));
  tell(m, kind::cancel, start + 1s);
  EXPECT_EQ(m.state(), "interrupted");
  auto const events = m.events().size();
  auto done = model(script().ends("completed"));
  done.advance(start);
  tell(done, kind::cancel, start + 1s);
  EXPECT_EQ(done.state(), "completed");
  m.advance(start + 1h);
  EXPECT_EQ(m.events().size(), events);
}

TEST(sim_session_model, commands_are_silent_when_told_so) {
  auto m = model(script().event(10s, "A").command_events(false));
  tell(m, kind::pause, start);
  tell(m, kind::resume, start);
  tell(m, kind::cancel, start);
  EXPECT_TRUE(m.events().empty());
}

TEST(sim_session_model, waits_for_every_tool_result) {
  auto m = model(
      script()
          .tool_calls(0ms, R"([{"tool_name":"a","args":{"x":1},"id":"c1"},{"tool_name":"b","id":null}])")
          .event(1s, "After"));
  m.advance(start);
  EXPECT_EQ(m.state(), "awaiting_tool_results");
  EXPECT_EQ(event(m, 0).at("data").at("pending_tool_calls").as_array().size(), 2u);
  auto const result = [](std::string const& request) {
    return tool_entry{tool_key(json::parse(request)), R"({"kind":"tool_result","result":1})"};
  };
  m.command({kind::tool_results, {}, {result(R"({"tool_name":"a","args":{"x":1},"id":"c1"})")}}, start + 5s);
  m.advance(start + 5s);
  EXPECT_EQ(m.state(), "awaiting_tool_results");
  EXPECT_EQ(event(m, 2).at("data").at("pending_tool_calls").as_array().size(), 1u);
  m.command({kind::tool_results, {}, {result(R"({"tool_name":"b","args":{},"id":null})")}}, start + 6s);
  m.advance(start + 6s);
  EXPECT_EQ(m.state(), "running");
  m.advance(start + 7s);
  EXPECT_EQ(event(m, m.events().size() - 1).at("type"), "After");
}

TEST(sim_session_model, a_result_for_no_call_changes_nothing) {
  auto m = model(script().tool_calls(0ms, R"([{"tool_name":"a","id":"c1"}])"));
  m.advance(start);
  m.command({kind::tool_results, {}, {tool_entry{"id c9", "{}"}}}, start);
  m.advance(start);
  EXPECT_EQ(m.events().size(), 1u);
  EXPECT_EQ(m.state(), "awaiting_tool_results");
}

TEST(sim_session_model, a_queued_session_does_nothing_until_it_is_admitted) {
  auto m = model(script().event(1s, "A"), true);
  m.advance(start + 1h);
  EXPECT_EQ(m.state(), "queued");
  EXPECT_TRUE(m.events().empty());
  m.admit(start + 1h);
  m.advance(start + 1h + 1s);
  EXPECT_EQ(m.events().size(), 1u);
}

TEST(sim_session_model, a_message_to_a_queued_session_is_kept) {
  auto m = model(script(), true);
  say(m, "early", start + 1s);
  EXPECT_TRUE(m.events().empty());
  m.admit(start + 2s);
  m.advance(start + 2s);
  EXPECT_EQ(kind_of(m, 0), "message_event");
}

TEST(sim_session_model, a_queued_session_can_be_cancelled) {
  auto m = model(script(), true);
  tell(m, kind::cancel, start + 1s);
  EXPECT_EQ(m.state(), "interrupted");
  EXPECT_FALSE(m.is_queued());
}

TEST(sim_lifelike, is_the_same_for_the_same_seed) {
  auto one = model(script::lifelike(42)), two = model(script::lifelike(42)),
       other = model(script::lifelike(43));
  for (auto* m : {&one, &two, &other}) m->advance(start + 1h);
  EXPECT_EQ(one.events(), two.events());
  EXPECT_NE(one.events(), other.events());
}

TEST(sim_lifelike, every_event_is_json_and_every_run_settles) {
  std::map<std::string, int> ends;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    auto m = model(script::lifelike(seed, 5));
    m.advance(start + 1h);
    ++ends[m.state()];
    EXPECT_GE(m.steps(), 5u);
    for (std::size_t i = 0; i < m.events().size(); ++i) EXPECT_TRUE(event(m, i).contains("timestamp"));
    EXPECT_EQ(m.state() == "failed", m.answer() == "null");
  }
  EXPECT_GT(ends["completed"], 0);
  EXPECT_GT(ends["idle"], 0);
  EXPECT_GT(ends["failed"], 0);
  EXPECT_EQ(ends.size(), 3u);
}

}  // namespace
}  // namespace hai::sim::test
