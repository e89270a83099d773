// hai-watch --all: every session in flight, and new ones, until Ctrl-C.

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "integration/watch/watch_fixture.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using sim::platform;
using sim::platform_options;
using sim::script;

class watch_all : public watch_fixture {
 protected:
  static bool read_lines(child_process& watch, std::vector<std::string> const& ids, std::string const& what) {
    return watch.read_until([&](std::string const& text) {
      for (auto const& id : ids)
        if (text.find("{\"session\":\"" + id + "\"," + what) == text.npos) return false;
      return true;
    });
  }
  /// Until it has been told which session is the newest: from then on each one is new.
  static void wait_for_first_look(platform const& api) {
    auto const is_told = [](sim::request_record const& each) {
      return each.target.ends_with("?size=1") && each.status == 200;
    };
    for (;;) {
      auto const recent = api.account().recent;
      if (std::any_of(recent.begin(), recent.end(), is_told)) return;
      std::this_thread::yield();
    }
  }
  static bool read_ends(child_process& watch, std::vector<std::string> const& ids) {
    return read_lines(watch, ids, "\"end\"");
  }
};

script goes_on_for_ever() { return script().event(0ms, "AgentStartedEvent"); }

script short_run() { return script().event(0ms, "A").answer(0ms, R"("42")").ends("completed"); }

TEST_F(watch_all, sessions_in_flight_and_new_ones_until_a_signal) {
  platform api(platform_options().page_cap(7));
  auto const past = api.add_session(short_run());
  api.account();
  std::vector<std::string> ids;
  for (unsigned each = 0; each < 130; ++each) ids.push_back(api.add_session(goes_on_for_ever()));
  auto const open = api.add_session(goes_on_for_ever());
  child_process watch(program, arguments(api, {"--all", "--json"}), with_key(api));
  ASSERT_TRUE(read_lines(watch, ids, "\"index\":0,")) << watch.err();  // found while they were in flight
  for (unsigned seed = 0; seed < ids.size(); ++seed) api.play(ids[seed], script::lifelike(seed, 3, 200ms));
  ASSERT_TRUE(read_ends(watch, ids)) << watch.err();
  // A new one is told even if it is over before anybody looks.
  auto const later = api.add_session(short_run());
  ASSERT_TRUE(read_ends(watch, {later})) << watch.err();
  watch.send(SIGINT);
  EXPECT_EQ(watch.finish(), 130) << watch.err();
  auto const told = read_json_lines(watch.out());
  ids.push_back(later);
  for (std::string const& id : ids) {
    expect_all_events(api, id, told.at(id));
    EXPECT_EQ(told.at(id).ends.size(), 1u) << id;
  }
  EXPECT_EQ(told.count(past), 0u);
  EXPECT_EQ(told.at(open).events.size(), 1u);
  EXPECT_TRUE(told.at(open).ends.empty());
  EXPECT_EQ(watch.err(), "");
}

TEST_F(watch_all, waits_where_there_is_no_session_yet) {
  platform api;
  child_process watch(program, arguments(api, {"--all", "--json"}), with_key(api));
  wait_for_first_look(api);
  auto const id = api.add_session(short_run());
  ASSERT_TRUE(read_ends(watch, {id})) << watch.err();
  watch.send(SIGTERM);
  EXPECT_EQ(watch.finish(), 143);
}

TEST_F(watch_all, a_restarted_session_goes_on_where_it_ended) {
  platform api;
  auto const id = api.add_session(goes_on_for_ever());
  child_process watch(program, arguments(api, {"--all", "--json"}), with_key(api));
  ASSERT_TRUE(read_lines(watch, {id}, "\"index\":0,")) << watch.err();
  api.play(id, script().answer(0ms, "\"1\"").ends("idle"));
  ASSERT_TRUE(read_ends(watch, {id})) << watch.err();
  std::size_t const first_turn = api.events(id).size();
  api.play(id, script().state(0ms, "running").event(0ms, "B").wait(20s).ends("completed"));
  ASSERT_TRUE(watch.read_until([](std::string const& text) { return text.find("\"B\"") != text.npos; }));
  watch.send(SIGINT);
  EXPECT_EQ(watch.finish(), 130);
  EXPECT_NE(watch.out().find("{\"session\":\"" + id + "\",\"index\":" + std::to_string(first_turn) + ","),
            std::string::npos)
      << watch.out();
  EXPECT_EQ(watch.out().find("\"index\":0,", watch.out().find("\"end\"")), std::string::npos);
}

TEST_F(watch_all, a_list_that_is_refused_ends_the_program) {
  platform api;
  api.fail(sim::fault::reply(403, R"({"detail":"not yours"})").route("GET /sessions").always());
  child_process watch(program, arguments(api, {"--all", "--json"}), with_key(api));
  EXPECT_EQ(watch.finish(), 3);
  EXPECT_EQ(watch.err(), "hai-watch: GET /sessions: 403: not yours\n");
  EXPECT_EQ(watch.out(), "");
}

TEST_F(watch_all, people_see_new_sessions_with_names_and_links) {
  platform api;
  child_process watch(program, arguments(api, {"--all"}), with_key(api));
  wait_for_first_look(api);
  auto const id = api.add_session(short_run());
  ASSERT_TRUE(watch.read_until([](std::string const& text) {
    return text.find("Agent View: ") != text.npos;
  })) << watch.err();
  watch.send(SIGINT);
  watch.finish();
  EXPECT_NE(watch.out().find(' ' + id.substr(0, 8) + ' '), std::string::npos) << watch.out();
  EXPECT_NE(watch.out().find("completed, answer:\n"), std::string::npos) << watch.out();
}

TEST_F(watch_all, the_first_failure_of_the_list_is_told_though_the_next_attempt_may_succeed) {
  platform api;
  auto const id = api.add_session(goes_on_for_ever());
  api.fail(sim::fault::reply(503, R"({"detail":"later"})").route("GET /sessions").times(2));
  child_process watch(program, arguments(api, {"--all", "--json"}), with_key(api));
  ASSERT_TRUE(read_lines(watch, {id}, "\"index\":0,")) << watch.err();
  api.play(id, script::lifelike(1, 3, 200ms));
  ASSERT_TRUE(read_ends(watch, {id})) << watch.err();
  watch.send(SIGINT);
  EXPECT_EQ(watch.finish(), 130);
  EXPECT_EQ(count_of("hai-watch: the list of sessions: polling failed, trying again: HTTP 503", watch.err()),
            1u)
      << watch.err();
  EXPECT_EQ(count_of("hai-watch: the list of sessions: polling works again", watch.err()), 1u);
}

}  // namespace
}  // namespace hai::test
