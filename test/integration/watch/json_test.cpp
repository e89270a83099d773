// hai-watch --json: every event once, in order, unchanged; then how each session ended.

#include <gtest/gtest.h>

#include <boost/json/value.hpp>

#include "integration/watch/watch_fixture.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using sim::fault;
using sim::platform;
using sim::platform_options;
using sim::script;

class watch_json : public watch_fixture {};

script short_run() {
  return script().event(0ms, "A").event(0ms, "B").answer(0ms, R"("42")").ends("completed");
}

TEST_F(watch_json, every_event_of_a_fleet_once_in_order_and_unchanged) {
  platform api(platform_options().page_cap(7));
  std::vector<std::string> words{"--json"};
  std::vector<std::string> ids;
  for (unsigned seed = 1; seed <= 12; ++seed) ids.push_back(api.add_session(script::lifelike(seed, 6, 20ms)));
  words.insert(words.end(), ids.begin(), ids.end());
  child_process watch(program, arguments(api, words), with_key(api));
  int const code = watch.finish();
  EXPECT_LE(code, 1) << watch.err();
  auto const told = read_json_lines(watch.out());
  ASSERT_EQ(told.size(), ids.size());
  for (std::string const& id : ids) {
    expect_all_events(api, id, told.at(id));
    ASSERT_EQ(told.at(id).ends.size(), 1u);
    EXPECT_EQ(told.at(id).ends[0].at("status"), json::string(api.account().sessions.at(id).state));
    EXPECT_EQ(told.at(id).ends[0].at("next_index").to_number<std::size_t>(), api.events(id).size());
  }
  EXPECT_EQ(watch.err(), "");
}

TEST_F(watch_json, sessions_take_turns_where_there_are_too_few_files) {
#if defined(__has_feature)
#if __has_feature(undefined_behavior_sanitizer)
  GTEST_SKIP() << "this sanitizer needs a file of its own to look at memory";
#endif
#endif
  platform api;
  std::vector<std::string> words{"-c", "ulimit -n 32 && exec \"$0\" \"$@\"", program};
  std::vector<std::string> ids;
  for (int each = 0; each < 60; ++each)
    ids.push_back(api.add_session(
        script().event(0ms, "A").event(500ms, "B").answer(100ms, R"("42")").ends("completed")));
  auto rest = arguments(api, {"--json"});
  rest.insert(rest.end(), ids.begin(), ids.end());
  words.insert(words.end(), rest.begin(), rest.end());
  child_process watch("/bin/sh", words, with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  auto const told = read_json_lines(watch.out());
  ASSERT_EQ(told.size(), ids.size());
  for (std::string const& id : ids) {
    expect_all_events(api, id, told.at(id));
    EXPECT_EQ(told.at(id).ends.size(), 1u);
  }
  EXPECT_EQ(watch.err(), "");
}

TEST_F(watch_json, odd_events_are_printed_byte_for_byte_in_one_line) {
  platform api;
  auto const id = api.add_session(
      script()
          .raw_event(0ms, "{ \"type\" :\"Odd\\u00e9\",\r\n\t\"data\":{\"n\":1E+400,\"s\":\"\\ud800\"} }")
          .raw_event(0ms, R"({"type":"Twice","data":{"a":1,"a":2,"big":123456789012345678901234567890}})")
          .raw_event(0ms, R"({"data":[1,2.50,"東京 ☕\n"],"type":"AgentEvent"})")
          .ends("completed"));
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  EXPECT_EQ(lines_of(watch.out()).size(), 4u);
  std::string const start = "{\"session\":\"" + id + "\",\"index\":0,\"event\":";
  EXPECT_EQ(watch.out().substr(0, start.size()), start);
  EXPECT_NE(watch.out().find("{ \"type\" :\"Odd\\u00e9\",\"data\":{\"n\":1E+400,\"s\":\"\\ud800\"} }}\n"),
            std::string::npos)
      << watch.out();
  EXPECT_NE(watch.out().find(R"({"data":[1,2.50,"東京 ☕\n"],"type":"AgentEvent"}})"), std::string::npos);
}

TEST_F(watch_json, an_end_tells_state_answer_verdict_and_next_index) {
  platform api;
  auto const id = api.add_session(script()
                                      .event(0ms, "A")
                                      .silent_answer(0ms, R"({"shelf":"B-14"})")
                                      .ends("completed", "", "", "success"));
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  EXPECT_EQ(
      lines_of(watch.out()).back(),
      "{\"session\":\"" + id +
          R"(","end":{"status":"completed","answer":{"shelf":"B-14"},"error":null,"error_code":null,"outcome":"success","next_index":1}})");
}

TEST_F(watch_json, a_failed_session_ends_with_its_error_and_exit_1) {
  platform api;
  auto const good = api.add_session(short_run());
  auto const bad =
      api.add_session(script().event(0ms, "A").ends("failed", "browser lost", "environment_error"));
  child_process watch(program, arguments(api, {"--json", good, bad}), with_key(api));
  EXPECT_EQ(watch.finish(), 1) << watch.err();
  json::value const end = read_json_lines(watch.out()).at(bad).ends.at(0);
  EXPECT_EQ(end.at("status"), "failed");
  EXPECT_EQ(end.at("error"), "browser lost");
  EXPECT_EQ(end.at("error_code"), "environment_error");
  EXPECT_TRUE(end.at("answer").is_null());
}

TEST_F(watch_json, a_session_that_died_before_any_event_still_has_its_end) {
  platform api;
  auto const id = api.add_session(script().ends("failed", "no browser", "environment_error"));
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 1) << watch.err();
  auto const told = read_json_lines(watch.out()).at(id);
  EXPECT_TRUE(told.events.empty());
  EXPECT_EQ(told.ends.at(0).at("error"), "no browser");
}

TEST_F(watch_json, idle_is_an_end_unless_a_terminal_state_is_asked_for) {
  std::string later;
  platform api(platform_options().on_parked([&](sim::request_record const& poll) {
    // Who takes idle for an end never waits here.
    if (poll.session == later) api.play(later, script().event(0ms, "B").ends("completed"));
  }));
  later = api.add_session(script().event(0ms, "A").answer(0ms, "\"x\"").ends("idle"));
  child_process settled(
      program, arguments(api, {"--json", api.add_session(script().answer(0ms, "\"1\"").ends("idle"))}),
      with_key(api));
  EXPECT_EQ(settled.finish(), 0) << settled.err();
  EXPECT_NE(settled.out().find(R"("status":"idle")"), std::string::npos);
  child_process terminal(program, arguments(api, {"--json", "--until", "terminal", later}), with_key(api));
  EXPECT_EQ(terminal.finish(), 0) << terminal.err();
  EXPECT_EQ(read_json_lines(terminal.out()).at(later).ends.at(0).at("status"), "completed");
}

TEST_F(watch_json, a_session_that_is_not_there_is_a_failure_with_its_status_and_exit_3) {
  platform api;
  auto const good = api.add_session(short_run());
  child_process watch(program, arguments(api, {"--json", "no-such \"session\"", good}), with_key(api));
  EXPECT_EQ(watch.finish(), 3) << watch.err();
  auto const told = read_json_lines(watch.out());
  json::value const failure = told.at("no-such \"session\"").failures.at(0);
  EXPECT_EQ(failure.at("status"), 404);
  EXPECT_NE(std::string_view(failure.at("message").as_string()).find("404"), std::string_view::npos);
  EXPECT_EQ(told.at(good).ends.size(), 1u);
}

TEST_F(watch_json, a_certificate_of_an_unknown_ca_is_a_failure_without_a_status) {
  platform api(platform_options().certificate(sim::certificate_kind::unknown_ca));
  auto const id = api.add_session(short_run());
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 3) << watch.err();
  json::value const failure = read_json_lines(watch.out()).at(id).failures.at(0);
  EXPECT_TRUE(failure.at("status").is_null());
  EXPECT_EQ(watch.out().find(api.api_key()), std::string::npos);
}

TEST_F(watch_json, without_events_only_the_end_is_printed) {
  platform api;
  auto const id = api.add_session(short_run());
  child_process watch(program, arguments(api, {"--json", "--no-events", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  auto const told = read_json_lines(watch.out()).at(id);
  EXPECT_TRUE(told.events.empty());
  EXPECT_EQ(told.ends.size(), 1u);
}

TEST_F(watch_json, an_index_after_the_id_and_a_default_one) {
  platform api;
  auto const first = api.add_session(short_run()), second = api.add_session(short_run());
  child_process watch(program, arguments(api, {"--json", "--from-index", "1", first + "@2", second}),
                      with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  auto const told = read_json_lines(watch.out());
  expect_all_events(api, first, told.at(first), 2);
  expect_all_events(api, second, told.at(second), 1);
}

TEST_F(watch_json, ids_come_from_standard_input_and_a_repeated_one_counts_once) {
  platform api;
  auto const first = api.add_session(short_run()), second = api.add_session(short_run());
  std::string const ids = first + "\n" + second + "@1\n\n" + first + "\n";
  child_process watch(program, arguments(api, {"--json", "-"}), with_key(api), ids);
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  auto const told = read_json_lines(watch.out());
  EXPECT_EQ(told.size(), 2u);
  EXPECT_EQ(told.at(first).ends.size(), 1u);
  expect_all_events(api, first, told.at(first));
  expect_all_events(api, second, told.at(second), 1);
}

TEST_F(watch_json, the_first_failure_of_polling_is_told_and_nothing_is_lost) {
  platform api;
  auto const id = api.add_session(short_run());
  api.fail(fault::reply(503, R"({"detail":"later"})").route("GET /sessions/{id}/changes").times(2));
  child_process watch(program, arguments(api, {"--json", id}), with_key(api));
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  expect_all_events(api, id, read_json_lines(watch.out()).at(id));
  EXPECT_NE(watch.err().find(id + ": polling failed, trying again: "), std::string::npos) << watch.err();
  EXPECT_EQ(watch.err().find("polling failed", watch.err().find("polling failed") + 1), std::string::npos);
}

TEST_F(watch_json, three_hundred_sessions_over_eight_connections_lose_nothing) {
  platform api(platform_options().page_cap(3));
  std::string ids;
  std::vector<std::string> all;
  for (int i = 0; i < 300; ++i) {
    all.push_back(
        api.add_session(script().event(0ms, "A").event(300ms, "B").answer(0ms, "\"1\"").ends("completed")));
    ids += all.back() + '\n';
  }
  child_process watch(program, arguments(api, {"--json", "--max-connections", "8", "-"}), with_key(api), ids);
  EXPECT_EQ(watch.finish(), 0) << watch.err();
  auto const told = read_json_lines(watch.out());
  for (std::string const& id : all) expect_all_events(api, id, told.at(id));
}

}  // namespace
}  // namespace hai::test
