#include <algorithm>
#include <hai/history_query.hpp>
#include <hai/in_flight.hpp>
#include <hai/session_filter.hpp>

#include "api/routes.hpp"
#include "unit/api/refusal_text.hpp"

namespace hai::api {
namespace {

using namespace std::chrono_literals;
using test::names;
using test::refusal_of;

routes const at("/base");

std::string listed(session_filter const& filter) { return at.list_sessions(filter).target; }
std::string refused(session_filter const& filter) {
  return refusal_of([&] { listed(filter); });
}
std::string history(history_query const& query) { return routes::history("/s", query).target; }
std::string refused(history_query const& query) {
  return refusal_of([&] { history(query); });
}

TEST(ListRoutes, AnEmptyFilterAsksForNothingInParticular) {
  EXPECT_EQ(listed(session_filter()), "/base/api/v2/sessions");
  EXPECT_EQ(history(history_query()), "/s/events");
}

TEST(ListRoutes, EveryParameterIsSentUnderItsNameAndRepeatedWhereItMay) {
  session_filter filter;
  filter.owner("organization").status(session_state::running).status(session_state::idle);
  filter.agent("h/a").agent("b").group_id("g 1").parent_session_id("p").schedule_id("s").search("a&b");
  filter.page(2).size(100).sort("created_at");
  EXPECT_EQ(
      listed(filter),
      "/base/api/v2/sessions?owner=organization&status=running&status=idle&agent=h%2Fa&agent=b&group_id=g%201"
      "&parent_session_id=p&schedule_id=s&search=a%26b&page=2&size=100&sort=created_at");
}

TEST(ListRoutes, TimesAreSentInUtc) {
  auto const when = std::chrono::sys_days(std::chrono::January / 2 / 2026) + 3h + 4min + 5s + 678us;
  session_filter filter;
  filter.created_before(when).created_after("2026-01-01T00:00:00+01:00");
  filter.finished_before(when).finished_after(when);
  EXPECT_EQ(
      listed(filter),
      "/base/api/v2/sessions?created_before=2026-01-02T03%3A04%3A05.000678Z"
      "&created_after=2026-01-01T00%3A00%3A00%2B01%3A00"
      "&finished_before=2026-01-02T03%3A04%3A05.000678Z&finished_after=2026-01-02T03%3A04%3A05.000678Z");
}

TEST(ListRoutes, SessionsInFlightAreThoseThatNoStateEnds) {
  for (auto const goal : {until::settled, until::terminal}) {
    auto const asked = in_flight(goal).status();
    for (auto const& state :
         {session_state::queued, session_state::pending, session_state::running, session_state::paused,
          session_state::idle, session_state::awaiting_tool_results, session_state::completed,
          session_state::failed, session_state::timed_out, session_state::interrupted}) {
      bool const ends = goal == until::settled ? state.is_settled() : state.is_terminal();
      EXPECT_EQ(std::count(asked.begin(), asked.end(), state), ends ? 0 : 1) << state;
    }
  }
}

TEST(ListRoutes, ParametersOutOfRangeAreRefusedByName) {
  EXPECT_TRUE(names(refused(session_filter().owner("everybody")), "session_filter: owner"));
  EXPECT_TRUE(names(refused(session_filter().page(0)), "session_filter: page"));
  EXPECT_TRUE(names(refused(session_filter().size(0)), "session_filter: size"));
  EXPECT_TRUE(names(refused(session_filter().size(101)), "session_filter: size"));
  EXPECT_TRUE(names(refused(session_filter().sort("name")), "session_filter: sort"));
  EXPECT_TRUE(names(refused(session_filter().finished_after("yesterday")), "session_filter: finished_after"));
  EXPECT_TRUE(names(refused(history_query().page(0)), "history_query: page"));
  EXPECT_TRUE(names(refused(history_query().size(201)), "history_query: size"));
  EXPECT_TRUE(names(refused(history_query().sort("created_at")), "history_query: sort"));
}

TEST(ListRoutes, HistoryParametersAreSent) {
  EXPECT_EQ(history(history_query().page(3).size(200).sort("-timestamp").type("AgentEvent")),
            "/s/events?page=3&size=200&sort=-timestamp&type=AgentEvent");
}

TEST(ListRoutes, TheQuotaIsOneOfAll) { EXPECT_EQ(at.quota().target, "/base/api/v2/sessions/quota"); }

TEST(AnyRoute, HasNoTemplateForObservers) {
  http::request asked = at.quota();
  EXPECT_EQ(asked.observed_route(), "/sessions/quota");
  asked.has_template = false;
  EXPECT_EQ(asked.observed_route(), "(other)");
}

TEST(AnyRoute, CountsFromTheApisVersionUnlessItNamesTheApi) {
  EXPECT_EQ(at.path_of("/agents?page=1"), "/base/api/v2/agents?page=1");
  EXPECT_EQ(at.path_of("/api/v1/trajectories"), "/base/api/v1/trajectories");
}

TEST(AnyRoute, WhatIsNoPathIsRefused) {
  for (auto const* target :
       {"", "agents", "https://example.com/", "/a b", "/a\r\nHost: x", "/a#b", "/\xc3\xa9"})
    EXPECT_TRUE(names(refusal_of([&] { at.path_of(target); }), "target")) << target;
}

}  // namespace
}  // namespace hai::api
