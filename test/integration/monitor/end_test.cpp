// What the end of a session has to say in a monitor that follows events, and what that costs.

#include "integration/monitor/monitor_fixture.hpp"

namespace hai::test {
namespace {

class monitor_ends : public monitor_test {};

TEST_F(monitor_ends, a_failed_end_has_its_reason_and_page) {
  serve();
  auto const id =
      platform().add_session(events(2).ends("failed", "browser lost", "environment_error", "blocked"));
  auto monitor = make_monitor();
  monitor.watch(id);
  auto const told = read_all(monitor);
  run_result const& end = told.at(id).ends.at(0);
  EXPECT_EQ(end.state, session_state::failed);
  EXPECT_EQ(end.error, "browser lost");
  EXPECT_EQ(end.error_code, "environment_error");
  EXPECT_EQ(end.outcome, "blocked");
  ASSERT_TRUE(end.agent_view_url);
  EXPECT_NE(end.agent_view_url->find(id), std::string::npos);
}

TEST_F(monitor_ends, the_page_of_a_failed_session_costs_no_request_where_the_list_told_it) {
  serve();
  auto const id = platform().add_session(
      events(2).answer(0ms, "1").wait(300ms).ends("failed", "browser lost", "environment_error"));
  auto monitor = make_monitor();
  monitor.discover(session_filter(), 60s);
  auto const told = read_to_end_of(monitor, id);
  EXPECT_TRUE(told.at(id).ends.at(0).agent_view_url);
  EXPECT_EQ(requests("GET /sessions/{id}"), 0u);
}

TEST_F(monitor_ends, a_good_end_costs_no_request_for_its_page) {
  serve();
  auto const id = platform().add_session(events(2).answer(0ms, "1").ends("completed"));
  auto monitor = make_monitor();
  monitor.watch(id);
  EXPECT_EQ(read_all(monitor).at(id).ends.size(), 1u);
  EXPECT_EQ(requests("GET /sessions/{id}"), 0u);
}

TEST_F(monitor_ends, a_page_that_cannot_be_had_keeps_no_end_back) {
  serve();
  auto const id = platform().add_session(events(2).answer(0ms, "1").ends("failed", "lost", "internal"));
  platform().fail(fault::reply(404).route("GET /sessions/{id}").always());
  auto monitor = make_monitor();
  monitor.watch(id);
  auto const told = read_all(monitor);
  EXPECT_EQ(told.at(id).ends.at(0).error_code, "internal");
  EXPECT_FALSE(told.at(id).ends.at(0).agent_view_url);
}

}  // namespace
}  // namespace hai::test
