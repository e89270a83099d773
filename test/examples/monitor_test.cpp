// The examples that watch many sessions, as a user runs them.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "examples/example_fixture.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using sim::script;

class monitor_examples : public example_test {
 protected:
  void SetUp() override {
    serve(script());
    folder = std::filesystem::temp_directory_path() /
             ("hai-monitor-example-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
              "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  static std::vector<std::string> sorted_lines(std::string const& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  static std::string content(std::filesystem::path const& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder;
};

TEST_F(monitor_examples, fan_in_prints_what_happens_in_all) {
  auto const one =
      platform().add_session(script().id("one").event(0ms, "A").answer(0ms, R"("1")").ends("completed"));
  auto const two = platform().add_session(script().id("two").event(0ms, "B").ends("failed"));
  auto const ended = run("fan_in", {one, two, "none"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  std::vector<std::string> const expected = {
      "none cannot be followed: GET /sessions/{id}/changes: 404: Session not found",
      "one 0 A",
      "one 1 AgentEvent",
      "one completed: \"1\"",
      "two 0 B",
      "two failed: null",
  };
  EXPECT_EQ(sorted_lines(ended.out), expected);
  EXPECT_EQ(run("fan_in", {}).code, 2);
}

TEST_F(monitor_examples, fan_in_goes_on_where_it_was) {
  auto const id = platform().add_session(script().id("one").event(0ms, "A").ends("idle"));
  auto const file = (folder / "resume.json").string();
  auto const first = run("fan_in", {"--resume", file, id});
  EXPECT_EQ(first.out, "one 0 A\none idle: null\n") << first.err;
  auto const second = run("fan_in", {"--resume", file, id});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(second.out, "") << "all of it was printed and acknowledged";
}

TEST_F(monitor_examples, page_on_failure_runs_the_command_for_failures_only) {
  platform().add_session(script().id("good").ends("completed"));
  platform().add_session(script().id("bad").ends("failed", "browser; lost $(date)", "environment_error"));
  auto const file = (folder / "pages").string();
  auto const ended = run("page_on_failure", {"printf '%s|%s|%s|%s|%s\\n' \"$HAI_SESSION\" \"$HAI_STATE\" "
                                             "\"$HAI_ERROR_CODE\" \"$HAI_ERROR\" \"$HAI_PAGE\" >> " +
                                                 file,
                                             "good", "bad", "none"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  auto const pages = sorted_lines(content(file));
  ASSERT_EQ(pages.size(), 2u) << content(file);
  EXPECT_EQ(pages[0].rfind("bad|failed|environment_error|browser; lost $(date)|http", 0), 0u) << pages[0];
  EXPECT_EQ(pages[1], "none|not followed||GET /sessions/{id}/status: 404: Session not found|");
  EXPECT_EQ(platform().account().polls, 0u);
  EXPECT_EQ(run("page_on_failure", {}).code, 2);
}

TEST_F(monitor_examples, page_on_failure_pages_for_a_session_that_was_never_seen_in_flight) {
  platform().add_session(script().id("bad").ends("failed", "lost", "internal"));
  auto const file = (folder / "pages").string();
  run("page_on_failure", {"echo \"$HAI_SESSION\" >> " + file + "; kill -TERM $PPID"});
  EXPECT_EQ(content(file), "bad\n");
}

}  // namespace
}  // namespace hai::test
