// The plain calls: what they send, what they bring, and that a deadline is one (semantics 6 and 7).

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

class calls : public wire_test {
 protected:
  sim::request_record last_request() { return platform().account().recent.back(); }
};

TEST_F(calls, of_changes_pass_all_four_parameters) {
  serve();
  auto const id = platform().add_session(finished(10));
  auto const handle = make_client().session(id);
  auto const page = await(handle.changes(changes_query().from_index(3).limit(2).wait(1s)));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->new_events.size(), 2u);
  EXPECT_EQ(page->new_events[0].index(), 3u);
  EXPECT_EQ(page->new_events[1].raw(), platform().events(id)[4]);
  EXPECT_EQ(page->state, session_state::completed);
  EXPECT_EQ(last_request().from_index, 3u);
  EXPECT_EQ(last_request().limit, 2u);
  EXPECT_EQ(last_request().wait_for_seconds, 1u);
  EXPECT_EQ(handle.next_index(), 0u);
}

TEST_F(calls, of_changes_without_events_bring_a_snapshot) {
  serve();
  auto const id = platform().add_session(finished(3));
  auto const page = await(make_client().session(id).changes(changes_query().include_events(false)));
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->new_events.empty());
  EXPECT_EQ(page->answer, "done");
  EXPECT_NE(last_request().target.find("include_events=false"), std::string::npos);
}

TEST_F(calls, of_changes_are_empty_for_a_204) {
  serve();
  auto const id = platform().add_session(events(1));
  EXPECT_FALSE(await(make_client().session(id).changes(changes_query().from_index(1))));
}

TEST_F(calls, of_status_and_get_bring_what_the_platform_holds) {
  serve();
  auto const id = platform().add_session(events(1).task("Look it up").ends("failed", "Gone.", "internal"));
  auto const handle = make_client().session(id);
  auto const status = await(handle.status());
  EXPECT_EQ(status.state, session_state::failed);
  EXPECT_EQ(status.error, "Gone.");
  EXPECT_EQ(status.error_code, "internal");
  EXPECT_EQ(await(handle.get()).id, id);
}

TEST_F(calls, of_cancel_end_the_session_and_are_harmless_after) {
  serve();
  auto const id = platform().add_session(events(1));
  auto const handle = make_client().session(id);
  await(handle.cancel());
  await(handle.cancel());
  EXPECT_EQ(await(handle.status()).state, session_state::interrupted);
}

TEST_F(calls, may_be_given_all_the_time_there_is) {
  serve();
  constexpr auto for_ever = std::chrono::milliseconds::max();
  auto const id = platform().add_session(finished(1));
  timeout_options endless;
  endless.resolve(for_ever).connect(for_ever).handshake(for_ever).request(for_ever).stall(for_ever);
  pool_options lasting;
  lasting.idle_expiry(for_ever).max_lifetime(for_ever).max_turn(for_ever);
  retry_options patient;
  patient.give_up_after(for_ever);
  client const by(io, options().timeouts(endless).pool(lasting).retry(patient));
  EXPECT_EQ(await(by.with(call_options().timeout(for_ever)).session(id).status()).state,
            session_state::completed);
  EXPECT_EQ(follow(by, id).state, session_state::completed);
}

TEST_F(calls, with_other_options_use_the_connections_of_the_client) {
  serve();
  auto const id = platform().add_session(events(1));
  auto const by = make_client();
  await(by.session(id).status());
  await(by.with(call_options().header("X-Team", "a")).session(id).status());
  await(by.session(id).with(call_options().header("X-Team", "b")).status());
  auto const account = platform().account();
  EXPECT_EQ(account.connections, 1u);
  ASSERT_EQ(account.recent.size(), 3u);
  EXPECT_EQ(account.recent[0].headers.count("x-team"), 0u);
  EXPECT_EQ(account.recent[1].headers.at("x-team"), "a");
  EXPECT_EQ(account.recent[2].headers.at("x-team"), "b");
}

TEST_F(calls, of_start_session_make_one_session_though_the_reply_is_lost) {
  serve(platform_options().on_create([](boost::json::object const&) { return finished(2); }));
  platform().fail(fault::drop_reply().route("POST /sessions"));
  auto started = await(make_client().start_session(session_request("h/web-surfer-pro", "find \"it\" – now")));
  auto const account = platform().account();
  EXPECT_EQ(account.sessions.size(), 1u);
  EXPECT_EQ(account.sessions.count(started.id()), 1u);
  ASSERT_EQ(account.recent.size(), 2u);
  EXPECT_FALSE(account.recent[0].idempotency_key.empty());
  EXPECT_EQ(account.recent[0].idempotency_key, account.recent[1].idempotency_key);
  EXPECT_EQ(account.recent[0].body, account.recent[1].body);
  expect_whole(await(rest_of(started)), started.id());
}

TEST_F(calls, of_start_session_have_a_key_each_unless_one_is_given) {
  serve();
  auto const by = make_client();
  session_request const same("h/web-surfer-pro", "twice");
  EXPECT_NE(await(by.start_session(same)).id(), await(by.start_session(same)).id());
  auto const keyed = by.with(call_options().idempotency_key("order-66"));
  EXPECT_EQ(await(keyed.start_session(same)).id(), await(keyed.start_session(same)).id());
  EXPECT_EQ(last_request().idempotency_key, "order-66");
}

TEST_F(calls, of_send_message_say_that_their_reply_was_lost_and_are_not_repeated) {
  serve();
  auto const id = platform().add_session(events(1));
  platform().fail(fault::drop_reply().route(messages_route));
  auto const lost = failure(make_client().session(id).send_message(user_message("hello")));
  EXPECT_EQ(lost.code(), errc::reply_lost);
  EXPECT_EQ(requests(messages_route), 1u);
}

TEST_F(calls, of_send_message_are_not_repeated_on_a_reused_connection_either) {
  serve();
  auto const id = platform().add_session(events(1));
  auto const handle = make_client().session(id);
  await(handle.status());
  platform().fail(fault::drop_reply().route(messages_route));
  EXPECT_EQ(failure(handle.send_message(user_message("hello"))).code(), errc::reply_lost);
  EXPECT_EQ(requests(messages_route), 1u);
}

TEST_F(calls, are_repeated_where_that_is_safe) {
  serve();
  auto const id = platform().add_session(events(1));
  auto const handle = make_client().session(id);
  platform().fail(fault::reply(503, {}, {{"Retry-After", "0"}}).route(status_route).times(2));
  EXPECT_EQ(await(handle.status()).state, session_state::running);
  EXPECT_EQ(requests(status_route), 3u);
  platform().fail(fault::reply(503, {}, {{"Retry-After", "0"}}).route(messages_route).always());
  EXPECT_EQ(failure(handle.send_message(user_message("hello"))).code(), errc::server_error);
  EXPECT_EQ(requests(messages_route), 1u);
  platform().heal();
  platform().fail(fault::reply(429, {}, {{"Retry-After", "0"}}).route(messages_route));
  await(handle.send_message(user_message("hello")));
  EXPECT_EQ(requests(messages_route), 3u);
  platform().fail(fault::reply(503).route(status_route).always());
  EXPECT_EQ(failure(handle.with(call_options().attempts(1)).status()).status(), 503);
  EXPECT_EQ(requests(status_route), 4u);
}

TEST_F(calls, time_out_on_a_silent_server) {
  serve();
  auto const id = platform().add_session(events(1));
  platform().fail(fault::silence().always());
  auto const hasty = make_client().with(call_options().timeout(80ms).attempts(1));
  auto const late = failure(hasty.session(id).status());
  EXPECT_EQ(late.code(), errc::timed_out);
  EXPECT_EQ(std::string(late.what()).rfind("GET /sessions/{id}/status: ", 0), 0u) << late.what();
}

TEST_F(calls, of_send_message_that_time_out_may_have_been_carried_out) {
  serve();
  auto const id = platform().add_session(events(1));
  platform().fail(fault::silence().route(messages_route));
  auto const by = make_client();
  await(by.session(id).status());  // the connection is there: the message goes out at once
  auto const hasty = by.with(call_options().timeout(1s).attempts(1));
  EXPECT_EQ(failure(hasty.session(id).send_message(user_message("hi"))).code(), errc::reply_lost);
}

TEST_F(calls, end_at_a_deadline_in_the_middle_of_a_long_poll) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script());
  auto const handle = make_client().session(id);
  EXPECT_EQ(failure(within(100ms, handle.changes(changes_query().wait(25s)))).code(), errc::timed_out);
  EXPECT_EQ(await(handle.status()).state, session_state::running);
}

TEST_F(calls, end_aborted_when_they_are_cancelled) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script());
  auto const handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    asio::cancellation_signal signal;
    std::optional<std::exception_ptr> outcome;
    auto on_done = [&](std::exception_ptr failure, std::optional<session_changes>) { outcome = failure; };
    handle.changes(changes_query().wait(25s), asio::bind_cancellation_slot(signal.slot(), on_done));
    co_await until_parked(1);
    signal.emit(asio::cancellation_type::partial);
    while (!outcome) co_await asio::post(io, asio::use_awaitable);
    EXPECT_EQ(to_error(*outcome).code(), asio::error::operation_aborted);
  });
}

TEST_F(calls, take_any_completion_token) {
  serve(platform_options().on_create([](boost::json::object const&) { return finished(1); }));
  auto const by = make_client();
  auto work = asio::make_work_guard(io);
  std::thread driver([&] { io.run(); });
  auto started = by.start_session(session_request("h/web-surfer-pro", "go"), asio::use_future).get();
  EXPECT_EQ(started.status(asio::use_future).get().state, session_state::completed);
  EXPECT_EQ(started.get(asio::use_future).get().id, started.id());
  EXPECT_TRUE(started.changes(asio::use_future).get());
  EXPECT_EQ(started.changes(changes_query().from_index(1), asio::use_future).get()->new_events.size(), 1u);
  EXPECT_TRUE(started.next_event(asio::use_future).get());
  auto stream = started.stream();
  EXPECT_EQ(stream.next_batch(asio::use_future).get().empty(), false);
  started.send_message(user_message("more"), asio::use_future).get();
  started.cancel(asio::use_future).get();
  EXPECT_THROW(by.session("nobody").status(asio::use_future).get(), error);
  by.close(asio::use_future).get();
  work.reset();
  driver.join();
}

TEST_F(calls, tell_a_failure_as_a_value_to_as_tuple_and_a_callback) {
  serve();
  auto const nobody = make_client().session("nobody");
  run([&]() -> asio::awaitable<void> {
    auto const [failure, status] = co_await nobody.status(asio::as_tuple(asio::use_awaitable));
    EXPECT_EQ(to_error(failure).code(), errc::not_found);
    EXPECT_EQ(status.state.name(), "");
    auto const [sent] = co_await nobody.send_message(user_message("hi"), asio::as_tuple(asio::use_awaitable));
    EXPECT_EQ(to_error(sent).code(), errc::not_found);
    std::optional<std::exception_ptr> outcome;
    nobody.cancel([&](std::exception_ptr how) { outcome = how; });
    while (!outcome) co_await asio::post(io, asio::use_awaitable);
    EXPECT_EQ(to_error(*outcome).code(), errc::not_found);
  });
}

TEST_F(calls, keep_to_the_path_prefix_of_the_base_url) {
  serve(platform_options().base_path("/some/prefix"));
  auto const id = platform().add_session(finished(2));
  EXPECT_EQ(follow(make_client(), id).answer, "done");
  client const slashed(io, options().base_url(platform().url() + "/"));
  EXPECT_EQ(await(slashed.session(id).get()).id, id);
  EXPECT_EQ(last_request().target.rfind("/some/prefix/api/v2/sessions/", 0), 0u) << last_request().target;
}

TEST_F(calls, encode_whatever_an_id_holds) {
  serve();
  for (std::string const id :
       {"a/b c", "x?y=1&z#q", "100%", "\xc3\xbc\xe2\x82\xac", "a+b;c,d:e@f", "r\r\nX: y"}) {
    platform().add_session(finished(1).id(id));
    EXPECT_EQ(follow(make_client(), id).answer, "done") << id;
    EXPECT_EQ(await(make_client().session(id).get()).id, id);
  }
}

TEST_F(calls, refuse_an_id_that_no_path_can_carry) {
  serve();
  auto const by = make_client();
  for (std::string const id : {"", ".", ".."}) EXPECT_THROW(by.session(id), error) << id;
}

TEST_F(calls, carry_the_headers_that_were_given) {
  serve();
  auto const id = platform().add_session(events(1));
  client const by(io, options().user_agent("probe/1").header("X-Team", "blue").header("accept", "*/*"));
  await(by.session(id).with(call_options().header("x-team", "red")).status());
  auto const sent = last_request();
  EXPECT_TRUE(sent.has_authorization);
  EXPECT_EQ(sent.headers.at("x-team"), "red");
  EXPECT_EQ(sent.headers.at("accept"), "*/*");
  EXPECT_EQ(sent.headers.at("user-agent").rfind("probe/1 hai-agents-cpp/", 0), 0u);
}

TEST_F(calls, use_another_key_where_one_is_given) {
  serve(platform_options().another_api_key("hk-other"));
  auto const id = platform().add_session(events(1));
  client const by(io, options().api_key("hk-wrong"));
  EXPECT_EQ(failure(by.session(id).status()).code(), errc::unauthorized);
  EXPECT_EQ(await(by.with(call_options().api_key("hk-other")).session(id).status()).state,
            session_state::running);
}

}  // namespace
}  // namespace hai::test
