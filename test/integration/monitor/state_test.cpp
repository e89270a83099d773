// A monitor without events: no long-polls, ends and changes of state by sweeps of the list.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integration/monitor/monitor_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* list_route = "GET /sessions";
constexpr char const* get_route = "GET /sessions/{id}";

class monitor_states : public monitor_test {
 protected:
  session_monitor make_states(monitor_options options = {}) { return make_monitor(options.events(false)); }

  std::optional<monitor_item> next(session_monitor& monitor) {
    return run([&]() -> asio::awaitable<std::optional<monitor_item>> { co_return co_await monitor.next(); });
  }
  /// What is told when the session does `then` as soon as a sweep has seen it.
  std::optional<monitor_item> next_once_seen(session_monitor& monitor, std::string const& id, script then) {
    std::optional<monitor_item> item;
    bool done = false;
    auto const seen = looks_answered();
    monitor.next(
        [&](std::exception_ptr, std::optional<monitor_item> got) { item = std::move(got), done = true; });
    while (looks_answered() == seen) io.run_one();
    platform().play(id, std::move(then));
    drive(done);
    return item;
  }
  /// Reads while the test acts, until `count` sweeps of the list have begun.
  void pass_sweeps(session_monitor& monitor, std::uint64_t count) {
    auto const until = requests(list_route) + count;
    run([&]() -> asio::awaitable<void> {
      asio::steady_timer timer(io);
      monitor.next([](std::exception_ptr, std::optional<monitor_item> const& item) { EXPECT_FALSE(item); });
      while (requests(list_route) < until) {
        timer.expires_after(20ms);
        co_await timer.async_wait(asio::use_awaitable);
      }
    });
  }

 private:
  std::ptrdiff_t looks_answered() {
    auto const recent = platform().account().recent;
    return std::count_if(recent.begin(), recent.end(), [](sim::request_record const& each) {
      return each.route == list_route && each.status == 200;
    });
  }
};

TEST_F(monitor_states, ends_without_a_single_long_poll) {
  serve();
  std::vector<std::string> ids;
  for (int each = 0; each < 20; ++each) ids.push_back(platform().add_session(finished(3)));
  auto monitor = make_states();
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all(monitor);
  for (auto const& id : ids) {
    ASSERT_EQ(told.at(id).ends.size(), 1u);
    EXPECT_EQ(told.at(id).ends[0].state, session_state::completed);
    EXPECT_TRUE(told.at(id).events.empty());
  }
  EXPECT_EQ(platform().account().polls, 0u);
}

TEST_F(monitor_states, a_failed_end_has_its_error_code_outcome_and_page) {
  serve();
  auto const id = platform().add_session(
      script().wait(100ms).ends("failed", "browser lost", "environment_error", "blocked"));
  auto const other = platform().add_session(script());
  auto monitor = make_states();
  monitor.watch(id);
  monitor.watch(other);
  auto const told = read_to_end_of(monitor, id);
  run_result const& end = told.at(id).ends[0];
  EXPECT_EQ(end.id, id);
  EXPECT_EQ(end.state, session_state::failed);
  EXPECT_EQ(end.error, "browser lost");
  EXPECT_EQ(end.error_code, "environment_error");
  EXPECT_EQ(end.outcome, "blocked");
  ASSERT_TRUE(end.agent_view_url);
  EXPECT_NE(end.agent_view_url->find(id), std::string::npos);
}

TEST_F(monitor_states, the_page_of_a_session_that_no_list_has_shown_is_asked_for) {
  serve();
  auto const id = platform().add_session(script().ends("timed_out"));
  auto monitor = make_states();
  monitor.watch(id);
  auto const told = read_all(monitor);
  EXPECT_TRUE(told.at(id).ends.at(0).agent_view_url);
  EXPECT_EQ(requests(get_route), 1u);
}

TEST_F(monitor_states, a_change_of_state_is_an_event_that_says_so) {
  serve();
  auto const id = platform().add_session(script());
  auto const other = platform().add_session(script());
  auto monitor = make_states();
  monitor.watch(id);
  monitor.watch(other);
  pass_sweeps(monitor, 1);  // leaves a read waiting
  monitor = make_states();
  monitor.watch(id);
  monitor.watch(other);
  auto const item = next_once_seen(monitor, id, script().state(0ms, "paused"));
  ASSERT_TRUE(item && item->event());
  EXPECT_EQ(item->session_id(), id);
  EXPECT_EQ(item->event()->index(), event::no_index);
  auto const change = item->event()->get_if<active_state_change_event>();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->state, session_state::paused);
}

TEST_F(monitor_states, hundreds_in_flight_cost_one_request_for_each_hundred) {
  serve();
  auto monitor = make_states();
  for (int each = 0; each < 300; ++each) monitor.watch(platform().add_session(script()));
  pass_sweeps(monitor, 6);
  EXPECT_EQ(requests(status_route), 0u);
  EXPECT_EQ(all_requests(), requests(list_route));
  EXPECT_LE(all_requests(), 7u) << "three a sweep";
}

TEST_F(monitor_states, a_session_that_is_not_there_fails_alone) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto monitor = make_states();
  monitor.watch("no-such-session");
  monitor.watch(id);
  auto const told = read_all(monitor);
  EXPECT_EQ(told.at("no-such-session").failures.at(0).code(), errc::not_found);
  EXPECT_EQ(told.at(id).ends.size(), 1u);
}

TEST_F(monitor_states, a_list_that_is_refused_costs_a_request_for_each) {
  serve();
  platform().fail(fault::reply(403, R"({"detail":"no"})").route(list_route).always());
  std::vector<std::string> ids;
  auto monitor = make_states();
  for (int each = 0; each < 5; ++each) {
    ids.push_back(platform().add_session(finished(1)));
    monitor.watch(ids.back());
  }
  auto const told = read_all(monitor);
  for (auto const& id : ids) EXPECT_EQ(told.at(id).ends.size(), 1u);
  EXPECT_EQ(requests(list_route), 1u);
}

TEST_F(monitor_states, a_session_whose_status_cannot_be_had_is_given_up_after_the_patience) {
  serve();
  auto const id = platform().add_session(script());
  platform().fail(fault::reply(403).route(list_route).always());
  platform().fail(fault::reply(503, R"({"detail":"maintenance"})").route(status_route).always());
  client const by(io, options().retry(retry_options().attempts(1).give_up_after(1s)));
  session_monitor monitor(by, monitor_options().events(false));
  monitor.watch(id);
  auto const told = read_all(monitor);
  error const& gone = told.at(id).failures.at(0);
  EXPECT_EQ(gone.code(), errc::gave_up);
  EXPECT_TRUE(std::string_view(gone.what()).starts_with("gave up after 1 s ")) << gone.what();
  EXPECT_EQ(gone.status(), 503);
  EXPECT_EQ(gone.detail(), "maintenance");
}

TEST_F(monitor_states, a_wrong_key_fails_each_session) {
  serve();
  session_monitor monitor(client(io, options().api_key("wrong")), monitor_options().events(false));
  monitor.watch("a");
  monitor.watch("b");
  monitor.watch("c");
  auto const told = read_all(monitor);
  EXPECT_EQ(told.size(), 3u);
  for (auto const& [id, session] : told) EXPECT_EQ(session.failures.at(0).code(), errc::unauthorized);
}

TEST_F(monitor_states, faults_cost_no_end) {
  serve();
  std::vector<std::string> ids;
  for (int each = 0; each < 30; ++each) ids.push_back(platform().add_session(finished(1)));
  fault dropped = fault::drop_reply(), broken = fault::reply(503);
  platform().fail(dropped.probability(0.2).times(10));
  platform().fail(broken.probability(0.2).times(10));
  auto monitor = make_states();
  for (auto const& id : ids) monitor.watch(id);
  auto const told = read_all(monitor);
  for (auto const& id : ids) EXPECT_EQ(told.at(id).ends.size(), 1u) << id;
}

TEST_F(monitor_states, until_terminal_idle_is_a_change) {
  serve();
  auto const id = platform().add_session(script());
  auto const other = platform().add_session(script());
  auto monitor = make_states(monitor_options().until(until::terminal));
  monitor.watch(id);
  monitor.watch(other);
  auto const first = next_once_seen(monitor, id, script().ends("idle"));
  ASSERT_TRUE(first && first->event());
  EXPECT_EQ(first->event()->get_if<active_state_change_event>()->state, session_state::idle);
  platform().play(id, script().ends("completed"));
  auto const second = next(monitor);
  ASSERT_TRUE(second && second->end());
  EXPECT_EQ(second->end()->state, session_state::completed);
}

TEST_F(monitor_states, discovered_sessions_need_no_sweep_of_their_own) {
  serve();
  std::vector<std::string> ids;
  for (int each = 0; each < 5; ++each) ids.push_back(platform().add_session(script()));
  auto monitor = make_states();
  monitor.discover(session_filter().status(session_state::running), 1s);
  pass_sweeps(monitor, 6);
  EXPECT_LE(requests(status_route), 5u);
  platform().play(ids[3], script().ends("failed", "lost", "internal"));
  monitor = make_states();
  monitor.discover(session_filter().status(session_state::running), 1s);
  monitor.watch(ids[3]);
  auto const told = read_to_end_of(monitor, ids[3]);
  EXPECT_EQ(told.at(ids[3]).ends[0].error_code, "internal");
}

TEST_F(monitor_states, a_change_while_nobody_watched_is_told_after_a_restore) {
  serve();
  auto const changed = platform().add_session(script());
  auto const ended = platform().add_session(script());
  auto const same = platform().add_session(script());
  boost::json::value checkpoint;
  {
    auto first = make_states();
    for (auto const& id : {changed, ended, same}) first.watch(id);
    pass_sweeps(first, 2);
    checkpoint = boost::json::parse(boost::json::serialize(first.checkpoint()));
  }
  EXPECT_EQ(checkpoint.at("watched").at(changed), "running");
  platform().play(changed, script().state(0ms, "paused"));
  platform().play(ended, script().ends("completed"));
  auto second = make_states();
  second.restore(checkpoint);
  told_sessions told;
  for (int each = 0; each < 2; ++each) note(told, *next(second));
  EXPECT_EQ(told.at(ended).ends.size(), 1u);
  ASSERT_EQ(told.at(changed).events.size(), 1u);
  EXPECT_EQ(told.count(same), 0u);
  // In hand: the last of them comes again, and only that.
  auto third = make_states();
  third.restore(second.checkpoint());
  ASSERT_TRUE(next(third));
}

TEST_F(monitor_states, holds_no_work_when_nothing_is_watched) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto monitor = make_states();
  monitor.watch(id);
  read_all(monitor);
  io.restart();
  io.run();  // returns
}

class monitor_subagents : public monitor_test {};

TEST_F(monitor_subagents, children_and_theirs_are_watched_once) {
  serve();
  auto const parent = platform().add_session(finished(2));
  auto const child = platform().add_session(finished(3).parent_session_id(parent));
  auto const grandchild = platform().add_session(finished(4).parent_session_id(child));
  auto const stranger = platform().add_session(finished(1));
  auto monitor = make_monitor(monitor_options().follow_subagents(true));
  monitor.watch(parent);
  monitor.watch(child);
  auto const told = read_all(monitor);
  EXPECT_EQ(told.size(), 3u);
  for (auto const& id : {parent, child, grandchild}) expect_told(told, id);
  EXPECT_EQ(told.count(stranger), 0u);
}

TEST_F(monitor_subagents, a_child_that_came_late_is_found_by_the_end_of_its_parent) {
  serve();
  auto const parent = platform().add_session(events(2));
  auto monitor = make_monitor(monitor_options().follow_subagents(true));
  monitor.watch(parent);
  run([&]() -> asio::awaitable<void> { co_await monitor.next(); });
  while (requests(list_route) == 0) io.run_one();
  auto const child = platform().add_session(finished(3).parent_session_id(parent));
  platform().play(parent, finished(1));
  auto const told = read_all(monitor);
  EXPECT_EQ(told.at(parent).ends.size(), 1u);
  expect_told(told, child);
}

TEST_F(monitor_subagents, without_events_too) {
  serve();
  auto const parent = platform().add_session(finished(2));
  auto const child = platform().add_session(finished(3).parent_session_id(parent));
  auto monitor = make_monitor(monitor_options().follow_subagents(true).events(false));
  monitor.watch(parent);
  auto const told = read_all(monitor);
  EXPECT_EQ(told.at(parent).ends.size(), 1u);
  EXPECT_EQ(told.at(child).ends.size(), 1u);
  EXPECT_EQ(platform().account().polls, 0u);
}

}  // namespace
}  // namespace hai::test
