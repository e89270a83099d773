// hai-watch as a program: its exits, signals, pipes, and what a person sees.

#include <gtest/gtest.h>

#include <csignal>

#include "integration/watch/watch_fixture.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using sim::platform;
using sim::platform_options;
using sim::script;

class watch_program : public watch_fixture {
 protected:
  static bool has_line(std::string const& text) { return text.find('\n') != text.npos; }
};

script goes_on_for_ever() { return script().event(0ms, "AgentStartedEvent"); }

script with_answer(std::string const& answer_json) {
  return script().event(0ms, "AgentStartedEvent").answer(0ms, answer_json).ends("completed");
}

TEST_F(watch_program, without_a_key_it_says_what_to_set_and_connects_to_nothing) {
  platform api;
  child_process watch(program, arguments(api, {"some-id"}), {});
  EXPECT_EQ(watch.finish(), 2);
  EXPECT_EQ(watch.out(), "");
  EXPECT_EQ(watch.err().rfind("No API key found: set HAI_API_KEY", 0), 0u) << watch.err();
  EXPECT_EQ(api.account().connections, 0u);
}

TEST_F(watch_program, a_shared_session_needs_no_key) {
  platform api;
  auto const id = api.add_session(with_answer("\"1\"").shared());
  child_process watch(program, arguments(api, {"--no-key", "--json", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  for (auto const& request : api.account().recent) EXPECT_FALSE(request.has_authorization) << request.target;
}

TEST_F(watch_program, a_wrong_key_is_not_followed_and_not_printed) {
  platform api;
  auto const id = api.add_session(with_answer("\"1\""));
  child_process watch(program, arguments(api, {id}), {{"HAI_API_KEY", "hk-wrong-secret"}});
  EXPECT_EQ(watch.finish(), 3);
  EXPECT_NE(watch.out().find("401"), std::string::npos) << watch.out();
  EXPECT_EQ((watch.out() + watch.err()).find("hk-wrong-secret"), std::string::npos);
}

TEST_F(watch_program, wrong_usage_exits_2_with_a_message) {
  platform api;
  for (std::vector<std::string> const& words :
       {std::vector<std::string>{}, {""}, {"@3"}, {"--all", "id"}, {"--nonsense"}}) {
    child_process watch(program, arguments(api, words), with_key(api));
    EXPECT_EQ(watch.finish(), 2);
    EXPECT_EQ(watch.out(), "");
    EXPECT_EQ(watch.err().rfind("hai-watch: ", 0), 0u) << watch.err();
  }
}

TEST_F(watch_program, no_id_on_standard_input_is_wrong_usage) {
  platform api;
  child_process watch(program, arguments(api, {"-"}), with_key(api), "\n\n");
  EXPECT_EQ(watch.finish(), 2);
}

TEST_F(watch_program, plain_http_to_another_host_is_wrong_usage) {
  child_process watch(program, {"--base-url", "http://api.example", "x"}, {{"HAI_API_KEY", "hk-x"}});
  EXPECT_EQ(watch.finish(), 2) << watch.out();
}

TEST_F(watch_program, signals_stop_it_cleanly) {
  for (auto const& [signal, code] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
    platform api;
    auto const id = api.add_session(goes_on_for_ever());
    child_process watch(program, arguments(api, {"--json", id}), with_key(api));
    ASSERT_TRUE(watch.read_until(has_line)) << watch.err();
    watch.send(signal);
    EXPECT_EQ(watch.finish(), code);
    EXPECT_EQ(lines_of(watch.out()).size(), 1u);
    EXPECT_EQ(watch.err(), "");
  }
}

TEST_F(watch_program, a_signal_stops_it_while_its_reader_does_not_read) {
  platform api;
  std::string const text(20'000, 'x');
  script much;
  for (int i = 0; i < 300; ++i) much.event(0ms, "Much", "{\"text\":\"" + text + "\"}");
  auto const id = api.add_session(much);
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  ASSERT_TRUE(watch.read_until([](std::string const& out) { return !out.empty(); })) << watch.err();
  watch.send(SIGINT);
  EXPECT_EQ(watch.wait(), 130);
}

TEST_F(watch_program, faults_are_told_once_and_all_of_them_with_v) {
  for (bool const verbose : {false, true}) {
    platform api;
    auto const id = api.add_session(with_answer("\"1\""));
    api.fail(sim::fault::reply(503).route("GET /sessions/{id}/changes").times(2));
    std::vector<std::string> words{"--json", id};
    if (verbose) words.insert(words.begin(), "-v");
    child_process watch(program, arguments(api, words), with_key(api));
    EXPECT_EQ(watch.finish(), 0);
    EXPECT_EQ(read_json_lines(watch.out()).at(id).ends.size(), 1u);
    EXPECT_EQ(count_of("hai-watch: " + id + ": polling failed, trying again: ", watch.err()), 1u);
    EXPECT_EQ(count_of(" warn hai stream failing ", watch.err()), verbose ? 2u : 0u) << watch.err();
    EXPECT_EQ(count_of(" info hai stream started ", watch.err()), verbose ? 1u : 0u);
  }
}

TEST_F(watch_program, the_environment_chooses_how_much_is_logged) {
  platform api;
  auto const id = api.add_session(with_answer("\"1\""));
  auto environment = with_key(api);
  environment["HAI_LOG"] = "debug";
  child_process watch(program, arguments(api, {"--json", id}), environment);
  EXPECT_EQ(watch.finish(), 0);
  EXPECT_GE(count_of(" debug hai request request=\"GET /sessions/{id}/changes\" status=200 ", watch.err()),
            1u)
      << watch.err();
}

TEST_F(watch_program, a_closed_pipe_ends_it_quietly_even_while_nothing_happens) {
  platform api;
  auto const id = api.add_session(goes_on_for_ever());
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  ASSERT_TRUE(watch.read_until(has_line)) << watch.err();
  watch.close_stdout();
  EXPECT_EQ(watch.finish(), 0);
  EXPECT_EQ(watch.err(), "");
}

TEST_F(watch_program, a_timeout_ends_it_with_what_has_not_ended_not_followed) {
  platform api;
  auto const id = api.add_session(goes_on_for_ever());
  auto const ended = api.add_session(with_answer("\"1\""));
  child_process watch(program, arguments(api, {"--json", "--timeout", "4.5", id, ended}), with_key(api));
  EXPECT_EQ(watch.finish(), 3);
  auto const told = read_json_lines(watch.out());
  EXPECT_EQ(told.at(id).failures.size(), 1u);
  EXPECT_TRUE(told.at(id).failures[0].at("status").is_null());
  EXPECT_EQ(told.at(ended).ends.size(), 1u);
  EXPECT_NE(watch.err().find("1 of 2 sessions not ended within 4.5 s"), std::string::npos) << watch.err();
}

TEST_F(watch_program, text_in_a_pipe_is_plain_and_has_the_answer_with_its_link) {
  platform api;
  auto const id = api.add_session(with_answer(R"("first line\nsecond \u001b[31mline\u0007")"));
  child_process watch(program, arguments(api, {id}), with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  EXPECT_EQ(watch.out().find_first_of("\x1b\r\x07"), std::string::npos) << watch.out();
  EXPECT_NE(watch.out().find("agent started\n"), std::string::npos) << watch.out();
  EXPECT_NE(watch.out().find("    first line\n    second line\n"), std::string::npos) << watch.out();
  EXPECT_NE(watch.out().find("    Agent View: http"), std::string::npos) << watch.out();
  EXPECT_EQ(watch.out().find("events/s"), std::string::npos);
}

TEST_F(watch_program, a_terminal_has_colour_and_a_status_line_that_is_taken_away) {
  platform api;
  auto const id = api.add_session(with_answer("\"done\""));
  auto environment = with_key(api);
  environment["TERM"] = "xterm";
  child_process watch(program, arguments(api, {id}), environment, {}, child_process::stdout_is::terminal);
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  EXPECT_NE(watch.out().find("\x1b[1;32m"), std::string::npos);
  std::size_t const status = watch.out().rfind("events/s");
  ASSERT_NE(status, std::string::npos) << watch.out();
  EXPECT_NE(watch.out().find("\r\x1b[K", status), std::string::npos);
  EXPECT_NE(watch.out().find("    Agent View: http"), std::string::npos) << watch.out();
}

TEST_F(watch_program, no_color_keeps_the_terminal_without_colour) {
  platform api;
  auto const id = api.add_session(with_answer("\"done\""));
  auto environment = with_key(api);
  environment["TERM"] = "xterm";
  environment["NO_COLOR"] = "1";
  child_process watch(program, arguments(api, {id}), environment, {}, child_process::stdout_is::terminal);
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  for (std::size_t at = watch.out().find('\x1b'); at != std::string::npos;
       at = watch.out().find('\x1b', at + 1))
    EXPECT_EQ(watch.out().substr(at, 3), "\x1b[K");
}

TEST_F(watch_program, json_on_a_terminal_is_still_only_json) {
  platform api;
  auto const id = api.add_session(with_answer("\"done\""));
  auto environment = with_key(api);
  environment["TERM"] = "xterm";
  child_process watch(program, arguments(api, {"--json", id}), environment, {},
                      child_process::stdout_is::terminal);
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  EXPECT_EQ(watch.out().find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace hai::test
