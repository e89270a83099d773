// The routes beside /changes: who may, what is refused, what comes back.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "parked_poll.hpp"

namespace hai::sim::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto sessions = "/api/v2/sessions";

platform_options manual() { return platform_options().manual_time(true); }
json::object object(answer const& a) { return json::parse(a.body).as_object(); }
std::string of(std::string const& id, std::string const& rest = {}) {
  return std::string(sessions) + "/" + id + rest;
}
std::size_t items(answer const& a) { return object(a).at("items").as_array().size(); }

TEST(sim_keys, a_wrong_or_missing_one_is_refused_as_the_gateway_does) {
  platform p(manual());
  auto const id = p.add_session(script());
  blocking_client client(p);
  for (auto const* key : {"", "hk-other"}) {
    auto const a = client.key(key).get(of(id, "/status"));
    EXPECT_EQ(a.status, 401);
    EXPECT_TRUE(object(a).contains("message"));
  }
}

TEST(sim_keys, a_second_one_is_accepted_when_told_so) {
  platform p(manual().another_api_key("hk-two"));
  blocking_client client(p);
  EXPECT_EQ(client.key("hk-two").get("/api/v2/sessions/quota").status, 200);
}

TEST(sim_keys, a_shared_session_is_read_without_one_and_not_told_anything) {
  platform p(manual());
  auto const id = p.add_session(script().event(0ms, "A").shared());
  blocking_client client(p);
  client.key("");
  for (auto const* rest : {"", "/status", "/changes", "/events"})
    EXPECT_EQ(client.get(of(id, rest)).status, 200);
  EXPECT_EQ(client.post(of(id, "/pause")).status, 401);
}

TEST(sim_share, works_without_a_key_until_it_is_taken_back) {
  platform p(manual());
  auto const id = p.add_session(script().id("odd id/1"));
  blocking_client owner(p), guest(p);
  guest.key("");
  auto const share = owner.post(of("odd%20id%2F1", "/share"));
  EXPECT_EQ(share.status, 200);
  std::string const path(object(share).at("share_url").as_string());
  EXPECT_EQ(object(guest.get(path)).at("id").as_string(), id);
  EXPECT_EQ(owner.erase(of("odd%20id%2F1", "/share")).status, 204);
  EXPECT_EQ(guest.get(path).status, 401);
}

TEST(sim_status, is_an_object_in_a_session_and_a_text_elsewhere) {
  platform p(manual());
  auto const id = p.add_session(script().answer(0ms, R"({"a":[1]})").ends("failed", "It broke.", "internal"));
  blocking_client client(p);
  auto const session = object(client.get(of(id)));
  EXPECT_EQ(session.at("status").at("status"), "failed");
  EXPECT_EQ(session.at("latest_answer").at("a").at(0), 1);
  EXPECT_EQ(session.at("request").at("agent").at("name"), "h/web-surfer-pro");
  auto const status = object(client.get(of(id, "/status")));
  EXPECT_EQ(status.at("status"), "failed");
  EXPECT_EQ(status.at("error"), "It broke.");
  EXPECT_EQ(status.at("error_code"), "internal");
  EXPECT_EQ(object(client.get(sessions)).at("items").at(0).at("status"), "failed");
}

TEST(sim_status, lists_the_subagents) {
  platform p(manual());
  auto const parent = p.add_session(script());
  auto const child = p.add_session(script().parent_session_id(parent));
  blocking_client client(p);
  EXPECT_EQ(object(client.get(of(parent, "/status"))).at("subagent_session_ids").at(0).as_string(), child);
  auto const roster = client.get(std::string(sessions) + "?parent_session_id=" + parent);
  EXPECT_EQ(items(roster), 1u);
}

TEST(sim_create, answers_201_with_the_session) {
  platform p(manual());
  blocking_client client(p);
  auto const a = client.post(
      sessions, R"({"agent":"h/web-surfer-flash","messages":"Do it","group_id":"g","idle_timeout_s":60})");
  ASSERT_EQ(a.status, 201);
  auto const session = object(a);
  EXPECT_EQ(session.at("status").at("status"), "pending");
  EXPECT_EQ(session.at("request").at("agent").at("name"), "h/web-surfer-flash");
  EXPECT_EQ(session.at("request").at("messages").at(0).at("message"), "Do it");
  std::string const id(session.at("id").as_string());
  EXPECT_EQ(client.get(of(id)).status, 200);
  EXPECT_EQ(items(client.get(std::string(sessions) + "?group_id=g&agent=h/web-surfer-flash&search=do%20IT")),
            1u);
}

TEST(sim_create, runs_the_script_that_the_owner_chooses) {
  platform p(manual().on_create([](json::object const& asked) {
    return script().event(0ms, "Echo", json::serialize(asked)).ends("completed");
  }));
  blocking_client client(p);
  auto const id = std::string(object(client.post(sessions, R"({"agent":"x"})")).at("id").as_string());
  EXPECT_NE(p.events(id).at(0).find(R"("data":{"agent":"x"})"), std::string::npos);
}

TEST(sim_create, an_owner_who_gives_a_taken_id_makes_a_500) {
  platform p(manual().on_create([](json::object const&) { return script().id("same"); }));
  blocking_client client(p);
  EXPECT_EQ(client.post(sessions, R"({"agent":"x"})").status, 201);
  EXPECT_EQ(client.post(sessions, R"({"agent":"x"})").status, 500);
  EXPECT_EQ(client.get(of("same")).status, 200);
}

TEST(sim_create, refuses_what_the_schema_refuses) {
  platform p(manual());
  blocking_client client(p);
  for (auto const* body : {"", "[]", "{}", R"({"agent":7})", R"({"agent":"x","max_seconds":3})",
                           R"({"agent":"x","max_steps":0})", R"({"agent":"x","queue":"yes"})"})
    EXPECT_EQ(client.post(sessions, body).status, 422) << body;
  EXPECT_EQ(items(client.get(sessions)), 0u);
}

TEST(sim_idempotency, a_repeated_request_gives_the_first_session) {
  platform p(manual());
  blocking_client client(p);
  client.header("Idempotency-Key", " k1 ");
  auto const one = client.post(sessions, R"({"agent":"x","queue":true})");
  auto const two = client.post(sessions, R"({"queue":true, "agent":"x"})");
  EXPECT_EQ(two.status, 201);
  EXPECT_EQ(object(one).at("id").as_string(), object(two).at("id").as_string());
  EXPECT_EQ(client.post(sessions, R"({"agent":"y"})").status, 422);
  EXPECT_EQ(items(client.get(sessions)), 1u);
  EXPECT_EQ(p.account().recent.front().idempotency_key.find("k1") != std::string::npos, true);
}

TEST(sim_idempotency, a_blank_or_long_key_is_refused) {
  platform p(manual());
  blocking_client blank(p), too_long(p);
  EXPECT_EQ(blank.header("Idempotency-Key", "  ").post(sessions, R"({"agent":"x"})").status, 422);
  EXPECT_EQ(
      too_long.header("Idempotency-Key", std::string(256, 'k')).post(sessions, R"({"agent":"x"})").status,
      422);
}

TEST(sim_quota, over_the_limit_a_session_is_queued_or_refused) {
  platform p(manual().concurrency_limit(1));
  auto const first = p.add_session(script().wait(10s).ends("completed"));
  blocking_client client(p);
  EXPECT_EQ(client.post(sessions, R"({"agent":"x","queue":false})").status, 429);
  auto const queued = object(client.post(sessions, R"({"agent":"x"})"));
  EXPECT_EQ(queued.at("status").at("status"), "queued");
  EXPECT_TRUE(queued.at("agent_view_url").is_null());
  EXPECT_EQ(object(client.get("/api/v2/sessions/quota")).at("available"), 0);
  p.advance(10s);
  EXPECT_EQ(object(client.get(of(std::string(queued.at("id").as_string()), "/status"))).at("status"),
            "pending");
}

TEST(sim_quota, a_poll_on_a_queued_session_sees_it_start) {
  parked_polls parked;
  platform p(parked.watch(manual().concurrency_limit(1)));
  auto const first = p.add_session(script());
  auto const second = p.add_session(script().event(0ms, "Go"));
  auto reply = get_async(p, of(second, "/changes?wait_for_seconds=20"));
  ASSERT_TRUE(parked.wait_for(1));
  blocking_client client(p);
  EXPECT_EQ(client.erase(of(first)).status, 204);
  EXPECT_EQ(reply.get().status, 200);
}

TEST(sim_list, filters_sorts_and_pages) {
  platform p(manual());
  for (int i = 0; i < 3; ++i) {
    p.add_session(script().id("done" + std::to_string(i)).ends("completed"));
    p.advance(1s);
  }
  p.add_session(script().id("busy").agent("mine"));
  blocking_client client(p);
  auto const get = [&](std::string const& query) { return client.get(std::string(sessions) + "?" + query); };
  EXPECT_EQ(object(get("")).at("items").at(0).at("id"), "busy");
  EXPECT_EQ(object(get("sort=created_at")).at("items").at(0).at("id"), "done0");
  EXPECT_EQ(items(get("status=running&status=idle")), 1u);
  EXPECT_EQ(items(get("agent=mine")), 1u);
  EXPECT_EQ(items(get("created_after=2026-01-01T00:00:00Z")), 3u);
  EXPECT_EQ(items(get("created_before=2026-01-01T00:00:01%2B00:00")), 1u);
  EXPECT_EQ(items(get("finished_after=2026-01-01T00:00:00.5Z")), 2u);
  auto const second = object(get("size=3&page=2"));
  EXPECT_EQ(second.at("items").as_array().size(), 1u);
  EXPECT_EQ(second.at("total"), 4);
  EXPECT_EQ(second.at("page"), 2);
  EXPECT_EQ(get("size=101").status, 422);
  EXPECT_EQ(get("page=0").status, 422);
  EXPECT_EQ(get("status=busy").status, 422);
}

TEST(sim_events, are_paged_filtered_and_turned_round) {
  platform p(manual());
  auto const id = p.add_session(script().event(0ms, "A").event(0ms, "B").event(0ms, "A"));
  blocking_client client(p);
  auto const all = object(client.get(of(id, "/events?size=2&page=2")));
  EXPECT_EQ(all.at("total"), 3);
  EXPECT_EQ(all.at("items").as_array().size(), 1u);
  EXPECT_EQ(items(client.get(of(id, "/events?type=A"))), 2u);
  EXPECT_EQ(object(client.get(of(id, "/events?sort=-timestamp&size=2"))).at("items").at(1).at("type"), "B");
  EXPECT_EQ(client.get(of(id, "/events?size=201")).status, 422);
}

TEST(sim_commands, are_accepted_with_an_empty_body_and_may_lag) {
  platform p(manual().command_lag(2s));
  auto const id = p.add_session(script());
  blocking_client client(p);
  auto const a = client.post(of(id, "/pause"));
  EXPECT_EQ(a.status, 202);
  EXPECT_EQ(a.body, "");
  EXPECT_EQ(p.account().sessions.at(id).state, "running");
  p.advance(2s);
  EXPECT_EQ(p.account().sessions.at(id).state, "paused");
  EXPECT_EQ(client.post(of(id, "/resume")).status, 202);
  EXPECT_EQ(client.post(of(id, "/force_answer")).status, 202);
  EXPECT_EQ(client.erase(of(id)).status, 204);
  for (auto const* rest :
       {"/pause", "/resume", "/force_answer", "/messages", "/tool_results", "/share", "/feedback"})
    EXPECT_EQ(client.post(of("nobody", rest), "{}").status, 404) << rest;
  EXPECT_EQ(client.erase(of("nobody")).status, 404);
}

TEST(sim_commands, a_message_wakes_a_parked_poll) {
  parked_polls parked;
  platform p(parked.watch(manual()));
  auto const id = p.add_session(script().idle_timeout(1h).ends("idle"));
  auto reply = get_async(p, of(id, "/changes?wait_for_seconds=20"));
  ASSERT_TRUE(parked.wait_for(1));
  blocking_client client(p);
  EXPECT_EQ(client.post(of(id, "/messages"), R"({"type":"user_message","message":"Hi"})").status, 202);
  auto const page = object(reply.get());
  EXPECT_EQ(page.at("new_events").at(0).at("data").at("content").at(0), "Hi");
}

TEST(sim_commands, messages_come_alone_or_in_a_batch_and_with_images) {
  platform p(manual());
  auto const id = p.add_session(script());
  blocking_client client(p);
  auto const target = of(id, "/messages");
  EXPECT_EQ(
      client
          .post(target, R"({"type":"batch","messages":[{"type":"user_message","message":"1"},)"
                        R"({"type":"user_message","message":"2","images":["data:image/png;base64,AAAA"]}]})")
          .status,
      202);
  ASSERT_EQ(p.events(id).size(), 2u);
  auto const content = json::parse(p.events(id)[1]).at("data").at("content");
  EXPECT_EQ(content.at(1).at("type"), "base64");
  EXPECT_EQ(content.at(1).at("source"), "AAAA");
  EXPECT_EQ(content.at(1).at("media_type"), "image/png");
  for (auto const* body :
       {"", R"({"message":"no type"})", R"({"type":"user_message"})", R"({"type":"batch","messages":[]})"})
    EXPECT_EQ(client.post(target, body).status, 422) << body;
}

TEST(sim_commands, tool_results_go_on_with_the_session_and_are_a_409_after_its_end) {
  platform p(manual());
  auto const id = p.add_session(script()
                                    .tool_calls(0ms, R"([{"tool_name":"a","args":{},"id":"c"}])")
                                    .answer(0ms, "1")
                                    .ends("completed"));
  blocking_client client(p);
  constexpr auto result =
      R"({"kind":"tool_result","tool_req":{"tool_name":"a","args":{},"id":"c"},"result":5})";
  EXPECT_EQ(client.post(of(id, "/tool_results"), R"({"kind":"tool_result"})").status, 422);
  EXPECT_EQ(client.post(of(id, "/tool_results"), result).status, 202);
  EXPECT_EQ(p.account().sessions.at(id).state, "completed");
  EXPECT_EQ(json::parse(p.events(id)[1]).at("data").at("result"), 5);
  EXPECT_EQ(client.post(of(id, "/tool_results"), result).status, 409);
}

TEST(sim_feedback, is_taken_for_a_session_and_for_an_event) {
  platform p(manual());
  auto const id = p.add_session(script().event(0ms, "A"));
  blocking_client client(p);
  EXPECT_EQ(client.post(of(id, "/feedback"), R"({"success":true})").status, 204);
  EXPECT_EQ(client.post(of(id, "/feedback"), R"({"message":"?"})").status, 422);
  EXPECT_EQ(client.put(of(id, "/events/0/feedback"), R"({"success":false,"message":"no"})").status, 204);
  EXPECT_EQ(client.put(of(id, "/events/1/feedback"), R"({"success":false})").status, 404);
  EXPECT_EQ(client.put(of(id, "/events/x/feedback"), R"({"success":false})").status, 422);
}

TEST(sim_resources, lie_at_another_origin_that_wants_no_key) {
  platform p(manual());
  auto const id = p.add_session(script());
  blocking_client client(p);
  for (auto const& path : {of(id, "/resources/shots/a/b%20c.png"),
                           "/api/v1/trajectories/" + id + "/resources/shots/a/b%20c.png"}) {
    auto const a = client.get(path);
    EXPECT_EQ(a.status, 302);
    auto const origin = "https://127.0.0.1:" + std::to_string(p.port());
    ASSERT_TRUE(a.headers.at("location").starts_with(origin));
    auto const stored = a.headers.at("location").substr(origin.size());
    EXPECT_EQ(client.get(stored).status, 400);
    blocking_client guest(p);
    auto const bytes = guest.key("").get(stored);
    EXPECT_EQ(bytes.headers.at("content-type"), "image/png");
    EXPECT_TRUE(bytes.body.starts_with("\x89PNG"));
  }
  EXPECT_EQ(p.account().leaked_keys, 2u);
}

TEST(sim_routes, unknown_ones_and_wrong_methods_are_refused) {
  platform p(manual());
  blocking_client client(p);
  EXPECT_EQ(client.get("/api/v2/nothing").status, 404);
  EXPECT_EQ(client.put("/api/v2/sessions", "{}").status, 405);
}

TEST(sim_routes, lie_below_the_base_path) {
  platform p(manual().base_path("/some/prefix/"));
  auto const id = p.add_session(script::lifelike(1));
  p.advance(1h);
  EXPECT_TRUE(p.url().ends_with("/some/prefix"));
  blocking_client client(p);
  EXPECT_EQ(client.get(of(id)).status, 200);
  EXPECT_NE(client.get(of(id, "/changes")).body.find(p.url() + "/api/v1/trajectories/" + id),
            std::string::npos);
  EXPECT_EQ(client
                .send_raw("GET /api/v2/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + p.api_key() +
                          "\r\n\r\n")
                .status,
            404);
}

TEST(sim_ids, may_hold_odd_characters) {
  platform p(manual());
  std::string const odd = "a/b c?d#%é";
  EXPECT_EQ(p.add_session(script().id(odd)), odd);
  EXPECT_THROW(p.add_session(script().id(odd)), std::invalid_argument);
  blocking_client client(p);
  EXPECT_EQ(object(client.get(of("a%2Fb%20c%3Fd%23%25%C3%A9"))).at("id").as_string(), odd);
}

TEST(sim_sessions, that_were_removed_are_404) {
  platform p(manual());
  auto const id = p.add_session(script());
  p.remove_session(id);
  blocking_client client(p);
  EXPECT_EQ(client.get(of(id)).status, 404);
}

}  // namespace
}  // namespace hai::sim::test
