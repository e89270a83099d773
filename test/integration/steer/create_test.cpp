// POST /sessions: what is sent, what is repeated, what is refused first.

#include <boost/json/parse.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

constexpr char const* create_route = "POST /sessions";

class creation : public wire_test {
 protected:
  session start(session_request request) { return await(make_client().start_session(std::move(request))); }
  session start() { return start(session_request("h/web-surfer-flash", "find a lamp")); }

  sim::request_record last_request() { return platform().account().recent.back(); }
};

TEST_F(creation, sends_the_whole_request) {
  serve();
  session_request request("h/web-surfer-flash", "find a lamp");
  request.max_steps(3).idle_timeout_s(60).delete_after_min(std::nullopt).group_id("lamps");
  auto const made = start(request);
  auto const body = json::parse(last_request().body);
  EXPECT_EQ(body, json::parse(R"({
    "agent": "h/web-surfer-flash", "messages": [{"type": "user_message", "message": "find a lamp"}],
    "max_steps": 3, "idle_timeout_s": 60, "delete_after_min": null, "group_id": "lamps"})"));
  EXPECT_EQ(await(made.get()).request.at("group_id"), "lamps");
}

TEST_F(creation, takes_an_inline_agent) {
  serve();
  auto const agent = json::parse(R"({"name": "lamp-finder", "description": "Finds lamps",
                                     "environments": [{"id": "web", "kind": "web"}]})");
  auto const made = start(session_request(agent.as_object(), "find a lamp"));
  EXPECT_EQ(await(made.get()).request.at("agent"), agent);
}

TEST_F(creation, makes_one_session_though_the_server_fails_first) {
  serve();
  platform().fail(fault::reply(503, R"({"detail":"busy"})", {{"Retry-After", "1"}}).route(create_route));
  start();
  EXPECT_EQ(platform().account().sessions.size(), 1u);
}

TEST_F(creation, waits_for_the_first_request_with_its_key_to_be_done) {
  serve();
  platform().fail(fault::reply(409, R"({"detail":"in flight"})", {{"Retry-After", "1"}}).route(create_route));
  start();
  auto const seen = platform().account().recent;
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].idempotency_key, seen[1].idempotency_key);
  EXPECT_FALSE(seen[0].idempotency_key.empty());
}

TEST_F(creation, makes_one_session_though_its_connection_is_lost_while_the_server_is_at_it) {
  int asked = 0;
  platform_options settings;
  settings.manual_time(true).create_time(1s).on_request([&](sim::request_record const&) {
    if (++asked == 3) platform().advance(1s);
  });
  serve(std::move(settings));
  when_parked([this] { platform().drop_connections(); });
  auto const made = start();
  std::vector<int> statuses;
  for (auto const& each : platform().account().recent) statuses.push_back(each.status);
  EXPECT_EQ(statuses, (std::vector<int>{0, 409, 201}));
  ASSERT_EQ(platform().account().sessions.size(), 1u);
  EXPECT_TRUE(platform().account().sessions.contains(made.id()));
}

TEST_F(creation, waits_longer_than_its_attempts_for_the_first_request_with_its_key) {
  serve();
  platform().fail(
      fault::reply(409, R"({"detail":"in flight"})", {{"Retry-After", "1"}}).route(create_route).times(4));
  start();
  EXPECT_EQ(requests(create_route), 5u);
}

TEST_F(creation, says_what_to_do_when_the_first_request_with_its_key_goes_on_and_on) {
  serve();
  platform().fail(
      fault::reply(409, R"({"detail":"in flight"})", {{"Retry-After", "1"}}).route(create_route).always());
  auto const by = make_client();
  await(by.quota());  // has a connection made
  auto const hasty = by.with(call_options().timeout(1s).attempts(2));
  auto const failed = failure(hasty.start_session(session_request("h/a", "x")));
  EXPECT_EQ(failed.code(), errc::conflict);
  EXPECT_STREQ(
      failed.what(),
      "POST /sessions: 409: in flight (another request with its Idempotency-Key is still at work: ask "
      "again with that key, or look among the sessions)");
}

TEST_F(creation, takes_a_conflict_for_an_error_when_no_time_is_named) {
  serve();
  platform().fail(fault::reply(409, R"({"detail":"the name is taken"})").route(create_route));
  auto const failed = failure(make_client().start_session(session_request("h/a", "x")));
  EXPECT_EQ(failed.code(), errc::conflict);
  EXPECT_STREQ(failed.what(), "POST /sessions: 409: the name is taken");
  EXPECT_EQ(requests(create_route), 1u);
}

TEST_F(creation, says_which_field_is_wrong_before_a_byte_is_sent) {
  serve();
  auto const failed = failure(make_client().start_session(session_request("h/a", "x").max_steps(0)));
  EXPECT_EQ(failed.code(), errc::invalid_argument);
  EXPECT_STREQ(failed.what(), "session_request: max_steps: at least 1 is needed, not 0");
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(creation, does_not_send_a_body_that_the_gateway_refuses) {
  serve();
  session_request const request("h/a", std::string(10'000'000, 'x'));
  EXPECT_EQ(failure(make_client().start_session(request)).code(), errc::invalid_argument);
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(creation, tells_what_the_server_refuses_in_its_own_words) {
  serve();
  auto const client = make_client().with(call_options().idempotency_key("once"));
  await(client.start_session(session_request("h/a", "x")));
  auto const failed = failure(client.start_session(session_request("h/a", "something else")));
  EXPECT_EQ(failed.code(), errc::invalid_request);
  EXPECT_EQ(failed.status(), 422);
}

}  // namespace
}  // namespace hai::test
