// The example that lives in a server's thread pool, as a user runs it.

#include <algorithm>
#include <sstream>

#include "examples/example_fixture.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using sim::script;

class embedded_example : public example_test {
 protected:
  static std::vector<std::string> sorted_lines(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    return lines;
  }
};

TEST_F(embedded_example, runs_every_task_and_ends_by_itself) {
  serve(script().event(0ms, "AgentStartedEvent").answer(0ms, R"({"n":1})").ends("completed"));
  std::vector<std::string> tasks, expected;
  for (char task = 'a'; task <= 'h'; ++task) {
    tasks.push_back(std::string(1, task));
    expected.push_back(tasks.back() + R"(: completed after 2 events: {"n":1})");
  }
  auto const ended = run("embedded_in_thread_pool", tasks);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(sorted_lines(ended.out), expected);
}

TEST_F(embedded_example, reports_a_task_that_could_not_be_started) {
  serve(script());
  platform().fail(sim::fault::reply(403, R"({"detail":"not yours"})").always());
  auto const ended = run("embedded_in_thread_pool", {"a"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out, "a: POST /sessions: 403: not yours\n");
}

TEST_F(embedded_example, tells_wrong_use) {
  serve(script());
  EXPECT_EQ(run("embedded_in_thread_pool", {}).code, 2);
}

}  // namespace
}  // namespace hai::test
