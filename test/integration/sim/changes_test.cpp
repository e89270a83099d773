// GET /sessions/{id}/changes, as the contract has it.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "parked_poll.hpp"

namespace hai::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

platform_options manual() { return platform_options().manual_time(true); }

std::string changes(std::string const& id, std::string const& query) {
  return "/api/v2/sessions/" + id + "/changes?" + query;
}

json::object object(answer const& a) { return json::parse(a.body).as_object(); }
std::size_t count(answer const& a) { return object(a).at("new_events").as_array().size(); }

script three_events() {
  return script().event(0ms, "A").event(0ms, "B").event(0ms, "C", R"({"n":1e400,"deep":[[[]]]})");
}

TEST(sim_changes, serves_events_from_the_index_at_once) {
  platform p(manual());
  auto const id = p.add_session(three_events());
  blocking_client client(p);
  auto const a = client.get(changes(id, "from_index=1"));
  ASSERT_EQ(a.status, 200);
  auto const page = object(a);
  ASSERT_EQ(count(a), 2u);
  EXPECT_EQ(page.at("new_events").at(0).at("type"), "B");
  EXPECT_EQ(page.at("status"), "running");
  EXPECT_EQ(page.at("new_events").at(0).at("timestamp"), "2026-01-01T00:00:00.000000Z");
}

TEST(sim_changes, serves_raw_events_byte_for_byte) {
  platform p(manual());
  std::string const odd =
      "{ \"type\" :\"Odd\\u00e9\",\n\t\"data\":{\"n\":123456789012345678901234567890,\"x\":1E+2} }";
  auto const id = p.add_session(script().raw_event(0ms, odd));
  blocking_client client(p);
  EXPECT_NE(client.get(changes(id, "")).body.find(odd), std::string::npos);
  EXPECT_EQ(p.events(id).at(0), odd);
}

TEST(sim_changes, answers_204_with_an_etag_when_nothing_is_new) {
  platform p(manual());
  auto const id = p.add_session(three_events());
  blocking_client client(p);
  auto const a = client.get(changes(id, "from_index=3"));
  EXPECT_EQ(a.status, 204);
  EXPECT_EQ(a.body, "");
  EXPECT_EQ(a.headers.at("etag"), "\"3\"");
}

TEST(sim_changes, takes_a_negative_index_for_zero) {
  platform p(manual());
  auto const id = p.add_session(three_events());
  blocking_client client(p);
  EXPECT_EQ(count(client.get(changes(id, "from_index=-5"))), 3u);
}

TEST(sim_changes, caps_the_page_whatever_the_limit) {
  platform p(manual().page_cap(2));
  auto const id = p.add_session(three_events());
  blocking_client client(p);
  EXPECT_EQ(count(client.get(changes(id, ""))), 2u);
  EXPECT_EQ(count(client.get(changes(id, "limit=50"))), 2u);
  EXPECT_EQ(count(client.get(changes(id, "limit=1"))), 1u);
}

TEST(sim_changes, waits_for_the_next_event) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script().event(5s, "Late"));
  auto reply = get_async(p, changes(id, "wait_for_seconds=20"));
  ASSERT_TRUE(parked.wait_for(1));
  EXPECT_EQ(p.account().parked, 1u);
  p.advance(5s);
  auto const a = reply.get();
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(count(a), 1u);
  EXPECT_EQ(p.account().parked, 0u);
}

TEST(sim_changes, waits_no_longer_than_asked) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script().event(10s, "Late"));
  auto reply = get_async(p, changes(id, "wait_for_seconds=9"));
  ASSERT_TRUE(parked.wait_for(1));
  p.advance(9s);
  EXPECT_EQ(reply.get().status, 204);
}

TEST(sim_changes, is_not_woken_by_a_state_that_changes_without_an_event) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script().wait(2s).ends("completed"));
  auto reply = get_async(p, changes(id, "wait_for_seconds=5"));
  ASSERT_TRUE(parked.wait_for(1));
  p.advance(2s);
  EXPECT_EQ(p.account().sessions.at(id).state, "completed");
  p.advance(3s);
  EXPECT_EQ(reply.get().status, 204);
}

TEST(sim_changes, answers_204_after_the_end_only_after_the_wait) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(three_events().ends("completed"));
  auto reply = get_async(p, changes(id, "from_index=3&wait_for_seconds=5"));
  ASSERT_TRUE(parked.wait_for(1));
  p.advance(5s);
  EXPECT_EQ(reply.get().status, 204);
}

TEST(sim_changes, answers_204_after_the_end_at_once_when_told_so) {
  platform p(manual().empty_after_end(true));
  auto const id = p.add_session(three_events().ends("completed"));
  blocking_client client(p);
  EXPECT_EQ(client.get(changes(id, "from_index=3&wait_for_seconds=25")).status, 204);
}

TEST(sim_changes, snapshot_has_no_events_and_depends_on_there_being_some) {
  platform p(manual());
  auto const empty = p.add_session(script());
  auto const id = p.add_session(three_events().answer(0ms, R"({"n":1})").ends("completed"));
  blocking_client client(p);
  EXPECT_EQ(client.get(changes(empty, "include_events=false")).status, 204);
  auto const a = client.get(changes(id, "include_events=false"));
  EXPECT_EQ(count(a), 0u);
  EXPECT_EQ(object(a).at("answer").at("n"), 1);
  EXPECT_EQ(object(a).at("status"), "completed");
}

TEST(sim_changes, refuses_a_wait_over_the_cap_and_names_it) {
  platform p(manual());
  auto const id = p.add_session(script());
  blocking_client client(p);
  auto const a = client.get(changes(id, "wait_for_seconds=26"));
  EXPECT_EQ(a.status, 422);
  auto const item = object(a).at("detail").at(0);
  EXPECT_EQ(item.at("loc").at(1), "wait_for_seconds");
  EXPECT_EQ(item.at("ctx").at("le"), 25);
  EXPECT_EQ(item.at("input"), "26");
}

TEST(sim_changes, refuses_what_is_no_number_and_no_truth) {
  platform p(manual());
  auto const id = p.add_session(script());
  blocking_client client(p);
  EXPECT_EQ(client.get(changes(id, "from_index=x")).status, 422);
  EXPECT_EQ(client.get(changes(id, "limit=-1")).status, 422);
  EXPECT_EQ(client.get(changes(id, "include_events=perhaps")).status, 422);
}

TEST(sim_changes, says_404_before_it_waits) {
  platform p(manual());
  blocking_client client(p);
  EXPECT_EQ(client.get(changes("nobody", "wait_for_seconds=25")).status, 404);
}

TEST(sim_changes, forgets_the_answer_on_later_pages_when_told_so) {
  platform p(manual().answer_on_every_page(false));
  auto const id = p.add_session(script().event(0ms, "A").answer(0ms, "7").event(0ms, "B").ends("completed"));
  blocking_client client(p);
  EXPECT_EQ(object(client.get(changes(id, "from_index=1"))).at("answer"), 7);
  EXPECT_TRUE(object(client.get(changes(id, "from_index=2"))).at("answer").is_null());
}

TEST(sim_changes, keeps_several_readers_apart) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script().event(1s, "A"));
  auto one = get_async(p, changes(id, "wait_for_seconds=20"));
  auto two = get_async(p, changes(id, "wait_for_seconds=20"));
  ASSERT_TRUE(parked.wait_for(2));
  p.advance(1s);
  EXPECT_EQ(count(one.get()), 1u);
  EXPECT_EQ(count(two.get()), 1u);
  EXPECT_EQ(p.account().sessions.at(id).events_served, 2u);
  EXPECT_EQ(p.account().sessions.at(id).events_emitted, 1u);
}

TEST(sim_changes, wakes_a_poll_when_the_owner_plays_more) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script());
  auto reply = get_async(p, changes(id, "wait_for_seconds=20"));
  ASSERT_TRUE(parked.wait_for(1));
  p.play(id, script().event(0ms, "Now"));
  EXPECT_EQ(count(reply.get()), 1u);
}

TEST(sim_changes, forgets_a_poll_whose_client_goes_away) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script());
  blocking_client client(p);
  client.send_raw("GET " + changes(id, "wait_for_seconds=20") +
                      " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + p.api_key() + "\r\n\r\n",
                  true);
  ASSERT_TRUE(parked.wait_for(1));
  client.close();
  blocking_client other(p);
  for (int i = 0; i < 10000 && p.account().parked > 0; ++i) other.get("/api/v2/sessions/quota");
  EXPECT_EQ(p.account().parked, 0u);
}

}  // namespace
}  // namespace hai::sim::test
