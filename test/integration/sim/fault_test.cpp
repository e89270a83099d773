// Each fault, and what says when it strikes.

#include <gtest/gtest.h>

#include "parked_poll.hpp"

namespace hai::sim::test {
namespace {

using namespace std::chrono_literals;

constexpr auto quota = "/api/v2/sessions/quota";
constexpr auto create = "/api/v2/sessions";

platform_options manual() { return platform_options().manual_time(true); }

TEST(sim_fault, resets_a_connection_as_it_is_accepted) {
  platform p(manual());
  p.fail(fault::reset_on_accept());
  blocking_client client(p);
  auto const a = client.get(quota);
  EXPECT_EQ(a.status, 0);
  EXPECT_FALSE(a.secure);
  EXPECT_EQ(client.get(quota).status, 200);
  EXPECT_EQ(p.account().faults, 1u);
}

TEST(sim_fault, drops_a_request_before_it_is_processed) {
  platform p(manual());
  p.fail(fault::drop_request());
  blocking_client client(p);
  EXPECT_EQ(client.post(create, R"({"agent":"x"})").status, 0);
  EXPECT_TRUE(p.account().sessions.empty());
  EXPECT_EQ(p.account().requests, 1u);
}

TEST(sim_fault, drops_the_reply_of_a_request_that_was_processed) {
  platform p(manual());
  p.fail(fault::drop_reply());
  blocking_client client(p);
  EXPECT_EQ(client.post(create, R"({"agent":"x"})").status, 0);
  EXPECT_EQ(p.account().sessions.size(), 1u);
}

TEST(sim_fault, cuts_the_body_at_a_byte) {
  platform p(manual());
  p.fail(fault::cut_body(7));
  blocking_client client(p);
  auto const a = client.get(quota);
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.body.size(), 7u);
  EXPECT_FALSE(a.whole);
  EXPECT_FALSE(client.is_open());
}

TEST(sim_fault, cuts_the_reply_at_a_byte_of_its_head) {
  platform p(manual());
  p.fail(fault::cut_reply(9));
  blocking_client client(p);
  EXPECT_EQ(client.get(quota).raw, "HTTP/1.1 ");
}

TEST(sim_fault, gives_another_reply_instead) {
  platform p(manual());
  p.fail(fault::reply(503, "<p>no</p>", {{"Content-Type", "text/html"}, {"Retry-After", "1"}}));
  blocking_client client(p);
  auto const a = client.post(create, R"({"agent":"x"})");
  EXPECT_EQ(a.status, 503);
  EXPECT_EQ(a.body, "<p>no</p>");
  EXPECT_EQ(a.headers.at("content-type"), "text/html");
  EXPECT_EQ(a.headers.at("retry-after"), "1");
  EXPECT_TRUE(p.account().sessions.empty());
  EXPECT_TRUE(client.is_open());
}

TEST(sim_fault, serves_a_body_slowly_and_whole) {
  platform p;
  p.fail(fault::slow_body(16, 1ms));
  blocking_client client(p);
  auto const a = client.get(quota);
  EXPECT_TRUE(a.whole);
  EXPECT_EQ(a.body, client.get(quota).body);
}

TEST(sim_fault, keeps_silent_until_the_client_goes) {
  platform p(manual());
  p.fail(fault::silence().route("GET /sessions/quota"));
  blocking_client silent(p), other(p);
  other.get(create);
  silent.send_raw("GET " + std::string(quota) + " HTTP/1.1\r\nHost: x\r\n\r\n", true);
  for (int i = 0; i < 100000 && p.account().faults == 0; ++i) other.get(create);
  EXPECT_EQ(p.account().open_connections, 2u);
  silent.close();
  for (int i = 0; i < 100000 && p.account().open_connections > 1; ++i) other.get(create);
  EXPECT_EQ(p.account().open_connections, 1u);
}

TEST(sim_fault, closes_the_connection_after_a_right_reply) {
  platform p(manual());
  p.fail(fault::connection_close());
  blocking_client client(p);
  auto const a = client.get(quota);
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.headers.at("connection"), "close");
  client.get(quota);
  EXPECT_EQ(p.account().connections, 2u);
}

TEST(sim_fault, answers_with_what_is_no_http) {
  platform p(manual());
  p.fail(fault::garbage("SSH-2.0-nonsense\r\n\r\n"));
  blocking_client client(p);
  auto const a = client.get(quota);
  EXPECT_EQ(a.status, 0);
  EXPECT_EQ(a.raw, "SSH-2.0-nonsense\r\n\r\n");
}

TEST(sim_fault, restarts_the_platform_and_keeps_its_sessions) {
  platform p(manual());
  auto const id = p.add_session(script());
  p.fail(fault::restart());
  blocking_client client(p);
  EXPECT_EQ(client.get(quota).status, 0);
  answer a;
  for (int i = 0; i < 100000 && a.status == 0; ++i) a = client.get("/api/v2/sessions/" + id);
  EXPECT_EQ(a.status, 200);
}

TEST(sim_restart, refuses_connections_while_it_is_down) {
  platform p(manual());
  blocking_client client(p);
  EXPECT_EQ(client.get(quota).status, 200);
  p.restart(5s);
  answer a;
  do a = client.get(quota);
  while (a.connected);
  p.advance(4s);
  EXPECT_FALSE(client.get(quota).connected);
  p.advance(1s);
  for (int i = 0; i < 100000 && a.status == 0; ++i) a = client.get(quota);
  EXPECT_EQ(a.status, 200);
}

TEST(sim_restart, is_given_up_when_the_platform_goes) {
  platform p(manual());
  p.restart(1h);
}

TEST(sim_restart, drops_a_parked_poll) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script());
  auto reply = get_async(p, "/api/v2/sessions/" + id + "/changes?wait_for_seconds=25");
  ASSERT_TRUE(parked.wait_for(1));
  p.restart();
  EXPECT_EQ(reply.get().status, 0);
}

TEST(sim_stop, refuses_for_good) {
  platform p(manual());
  blocking_client client(p);
  p.stop();
  answer a;
  do a = client.get(quota);
  while (a.connected);
  EXPECT_FALSE(client.get(quota).connected);
}

TEST(sim_fault, strikes_only_its_route_session_and_condition) {
  platform p(manual());
  auto const one = p.add_session(script()), two = p.add_session(script());
  p.fail(fault::reply(500).route("GET /sessions/{id}/status").session(two));
  p.fail(fault::reply(501).when([](request_record const& r) { return r.limit == 7u; }));
  blocking_client client(p);
  EXPECT_EQ(client.get("/api/v2/sessions/" + two).status, 200);
  EXPECT_EQ(client.get("/api/v2/sessions/" + one + "/status").status, 200);
  EXPECT_EQ(client.get("/api/v2/sessions/" + two + "/status").status, 500);
  EXPECT_EQ(client.get("/api/v2/sessions/" + two + "/changes?limit=6").status, 204);
  EXPECT_EQ(client.get("/api/v2/sessions/" + two + "/changes?limit=7").status, 501);
}

TEST(sim_fault, strikes_as_often_as_told_and_skips_as_told) {
  platform p(manual());
  p.fail(fault::reply(500).skip(1).times(2));
  blocking_client client(p);
  std::vector<int> seen;
  for (int i = 0; i < 4; ++i) seen.push_back(client.get(quota).status);
  EXPECT_EQ(seen, (std::vector<int>{200, 500, 500, 200}));
}

TEST(sim_fault, chance_comes_from_the_seed) {
  auto const run = [](std::uint64_t seed) {
    platform p(manual().seed(seed));
    p.fail(fault::reply(500).probability(0.5).always());
    blocking_client client(p);
    std::vector<int> seen;
    for (int i = 0; i < 40; ++i) seen.push_back(client.get(quota).status);
    return seen;
  };
  EXPECT_EQ(run(3), run(3));
  EXPECT_NE(run(3), run(4));
}

TEST(sim_fault, heal_forgets_them) {
  platform p(manual());
  p.fail(fault::reply(500).always());
  p.heal();
  blocking_client client(p);
  EXPECT_EQ(client.get(quota).status, 200);
}

}  // namespace
}  // namespace hai::sim::test
