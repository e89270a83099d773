// The examples that talk with an agent, as a user runs them.

#include "examples/example_fixture.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using sim::script;

using examples = example_test;

TEST_F(examples, quickstart_prints_the_answer) {
  serve(script().answer(0ms, R"("Orbital")").ends("completed"));
  auto const ended = run("quickstart", {"Which book?"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "completed: \"Orbital\"\n");
  EXPECT_EQ(run("quickstart", {}).code, 2);
}

TEST_F(examples, quickstart_prints_why_it_failed) {
  serve(script());
  platform().fail(sim::fault::reply(403, R"({"detail":"No credits left"})").route("POST /sessions"));
  auto const ended = run("quickstart", {"Which book?"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("No credits left"), std::string::npos) << ended.err;
}

TEST_F(examples, interactive_has_a_turn_for_each_line_and_ends_the_session) {
  serve(script()
            .answer(0ms, R"("Good day.")")
            .ends("idle")
            .on_message(script().answer(0ms, R"("At nine.")").ends("idle")));
  auto const ended = run("interactive", {}, "Hello\nWhen do you open?\n");
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "you> agent> \"Good day.\"\nyou> agent> \"At nine.\"\nyou> \n");
  auto const sessions = platform().account().sessions;
  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(sessions.begin()->second.state, "interrupted");
}

TEST_F(examples, custom_tools_answers_the_agents_call) {
  serve(
      script()
          .tool_calls(0ms, R"([{"tool_name":"find_stock","args":{"article":"lantern","city":"Lyon"},"id":"1"},
                                 {"tool_name":"find_stock","args":{"article":"lantern","city":"Oslo"},"id":"2"}])")
          .answer(0ms, R"("Seven, on shelf B-14.")")
          .ends("completed"));
  auto const ended = run("custom_tools", {"How many?"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.out.find("completed: \"Seven, on shelf B-14.\"\n"), std::string::npos) << ended.out;
  auto const results = posted("POST /sessions/{id}/tool_results");
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].at("results").at(0).at("result").at("pieces"), 7);
  EXPECT_EQ(results[0].at("results").at(1).at("error"), "there is no warehouse in Oslo");
}

TEST_F(examples, structured_answer_reads_the_answer_as_its_own_type) {
  serve(script()
            .answer(0ms,
                    R"({"currency":"EUR","found":[{"name":"6:13","price":19.5},{"name":"7:01","price":25}]})")
            .ends("completed"));
  auto const ended = run("structured_answer", {"Trains?"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "6:13: 19.5 EUR\n7:01: 25 EUR\n");
  auto const requests = posted("POST /sessions");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].at("overrides").at("agent.answer_format").at("title"), "Offers");
}

TEST_F(examples, structured_answer_says_what_came_instead) {
  serve(script().answer(0ms, R"("There are no trains.")").ends("completed"));
  auto const ended = run("structured_answer", {"Trains?"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("There are no trains."), std::string::npos) << ended.err;
}

TEST_F(examples, callbacks_and_futures_follows_and_asks) {
  serve(script().event(0ms, "AgentStartedEvent").answer(0ms, R"("Rain")").ends("completed"));
  auto const ended = run("callbacks_and_futures", {"Weather?"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "0 AgentStartedEvent\n1 AgentEvent\ncompleted after 0 steps: \"Rain\"\n");
}

}  // namespace
}  // namespace hai::test
