// The examples that look after a session, as a user runs them.

#include "examples/example_fixture.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using sim::script;

class steering_examples : public example_test {
 protected:
  void SetUp() override {
    serve(script());
    id = platform().add_session(script().event(0ms, "AgentStartedEvent"));
  }
  std::string steer(std::vector<std::string> words) {
    words.insert(words.begin(), id);
    auto const ended = run("steer", std::move(words));
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  }

  std::string id;
};

TEST_F(steering_examples, steer_pauses_and_resumes) {
  EXPECT_EQ(steer({"pause"}), "paused\n");
  EXPECT_EQ(steer({"resume"}), "running\n");
}

TEST_F(steering_examples, steer_sends_a_message) {
  EXPECT_EQ(steer({"send", "look at the lamps"}), "running\n");
  EXPECT_EQ(posted("POST /sessions/{id}/messages").at(0).at("message"), "look at the lamps");
}

TEST_F(steering_examples, steer_asks_for_the_answer) { EXPECT_EQ(steer({"force-answer"}), "completed\n"); }

TEST_F(steering_examples, steer_cancels) { EXPECT_EQ(steer({"cancel"}), "interrupted\n"); }

TEST_F(steering_examples, steer_tells_wrong_use_and_what_the_server_says) {
  EXPECT_EQ(run("steer", {id, "explode"}).code, 2);
  EXPECT_EQ(run("steer", {id, "send"}).code, 2);
  auto const unknown = run("steer", {"no-such", "pause"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_EQ(unknown.err, "POST /sessions/{id}/pause: 404: Session not found\n");
}

TEST_F(steering_examples, history_export_writes_each_event_on_one_line) {
  std::string const broken_up =
      "{\"type\": \"AgentEvent\",\n \"timestamp\": \"2026-01-01T00:00:00Z\",\r\n \"data\": {}}";
  platform().play(id, script().raw_event(0ms, broken_up));
  auto const ended = run("history_export", {id});
  EXPECT_EQ(ended.code, 0) << ended.err;
  std::string expected;
  for (std::string event : platform().events(id)) {
    for (char& c : event)
      if (c == '\n' || c == '\r') c = ' ';
    expected += event + '\n';
  }
  EXPECT_EQ(platform().events(id).size(), 2u);
  EXPECT_EQ(ended.out, expected);
}

TEST_F(steering_examples, history_export_tells_wrong_use) { EXPECT_EQ(run("history_export", {}).code, 2); }

}  // namespace
}  // namespace hai::test
