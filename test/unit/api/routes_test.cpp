#include "api/routes.hpp"

#include <hai/changes_query.hpp>
#include <hai/feedback.hpp>
#include <hai/session_request.hpp>
#include <hai/tool_result.hpp>
#include <hai/user_message.hpp>

#include "unit/api/refusal_text.hpp"

namespace hai::api {
namespace {

using namespace std::chrono_literals;
using test::names;
using test::refusal_of;

routes const at("/base");

/// "POST /s/pause as /sessions/{id}/pause", and "repeatable" where it is.
std::string written(http::request const& request) {
  return std::string(request.method) + " " + request.target + " as " + std::string(request.route) +
         (request.repeatable ? ", repeatable" : "");
}

TEST(Routes, AnIdIsEncodedAsOneSegmentAndMustBeThere) {
  EXPECT_EQ(at.session_path("a/b c"), "/base/api/v2/sessions/a%2Fb%20c");
  EXPECT_TRUE(refusal_of([] { at.session_path(""); }).starts_with("session id "));
}

TEST(Routes, EachOfASessionHasItsMethodPathAndTemplate) {
  for (auto const& [request, expected] : std::vector<std::pair<http::request, std::string>>{
           {routes::get("/s"), "GET /s as /sessions/{id}, repeatable"},
           {routes::status("/s"), "GET /s/status as /sessions/{id}/status, repeatable"},
           {routes::snapshot("/s"),
            "GET /s/changes?from_index=0&include_events=false&wait_for_seconds=0 as /sessions/{id}/changes, "
            "repeatable"},
           {routes::poll("/s", 17, 25s, 500),
            "GET /s/changes?from_index=17&wait_for_seconds=25&limit=500 as /sessions/{id}/changes, "
            "repeatable"},
           {routes::poll("/s", 0, 0s, std::nullopt),
            "GET /s/changes?from_index=0&wait_for_seconds=0 as /sessions/{id}/changes, repeatable"},
           {routes::pause("/s"), "POST /s/pause as /sessions/{id}/pause"},
           {routes::resume("/s"), "POST /s/resume as /sessions/{id}/resume"},
           {routes::force_answer("/s"), "POST /s/force_answer as /sessions/{id}/force_answer"},
           {routes::cancel("/s"), "DELETE /s as /sessions/{id}, repeatable"},
           {routes::share("/s"), "POST /s/share as /sessions/{id}/share"},
           {routes::unshare("/s"), "DELETE /s/share as /sessions/{id}/share, repeatable"}})
    EXPECT_EQ(written(request), expected);
}

TEST(Routes, WhatASessionIsToldIsSentAsJson) {
  for (auto const& [request, expected] : std::vector<std::pair<http::request, std::string>>{
           {routes::send_messages("/s", {user_message("hi")}), "POST /s/messages as /sessions/{id}/messages"},
           {routes::send_tool_results("/s", {tool_result(tool_request("ping"), 1)}),
            "POST /s/tool_results as /sessions/{id}/tool_results"},
           {routes::give_feedback("/s", feedback(true)), "POST /s/feedback as /sessions/{id}/feedback"},
           {routes::give_feedback("/s", 7, feedback(true)),
            "PUT /s/events/7/feedback as /sessions/{id}/events/{event_index}/feedback, repeatable"}}) {
    EXPECT_EQ(written(request), expected);
    EXPECT_EQ(request.content_type, "application/json");
    EXPECT_TRUE(request.body.starts_with("{")) << request.body;
  }
}

TEST(Routes, ASessionIsCreatedOnceHoweverOftenItIsAskedFor) {
  http::request const request = at.create_session(session_request("h/web", "go"), "key-1");
  EXPECT_EQ(written(request), "POST /base/api/v2/sessions as /sessions, repeatable");
  EXPECT_EQ(request.headers, (decltype(request.headers){{"Idempotency-Key", "key-1"}}));
  EXPECT_EQ(request.content_type, "application/json");
}

TEST(Routes, ChangesAreAskedForWithinTheServersBounds) {
  changes_query query;
  query.from_index(3).wait(25s).limit(1).include_events(false);
  EXPECT_EQ(routes::changes("/s", query).target,
            "/s/changes?from_index=3&wait_for_seconds=25&limit=1&include_events=false");
  auto const refused = [](changes_query const& what) {
    return refusal_of([&] { routes::changes("/s", what); });
  };
  EXPECT_TRUE(names(refused(changes_query().wait(26s)), "changes_query: wait"));
  EXPECT_TRUE(names(refused(changes_query().wait(-1s)), "changes_query: wait"));
  EXPECT_TRUE(names(refused(changes_query().limit(0)), "changes_query: limit"));
}

}  // namespace
}  // namespace hai::api
