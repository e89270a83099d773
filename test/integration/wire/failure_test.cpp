// What fails, how soon, with which code and words (semantics 6 and 13).

#include <boost/asio/ip/tcp.hpp>

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

constexpr char const* secret = "hk-very-secret-0815";

class failures : public wire_test {
 protected:
  /// How following fails with these options; it must fail without a second attempt.
  error followed(client_options const& with, std::string const& id) {
    client const by(io, with);
    return failure(by.session(id).next_event());
  }
};

TEST_F(failures, of_a_wrong_key_come_at_once_and_say_what_to_check) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto const refused = followed(options().api_key(secret), id);
  EXPECT_EQ(refused.code(), errc::unauthorized);
  EXPECT_EQ(refused.status(), 401);
  EXPECT_NE(std::string(refused.what()).find("HAI_API_KEY"), std::string::npos);
  EXPECT_EQ(std::string(refused.what()).find(secret), std::string::npos);
  EXPECT_EQ(all_requests(), 1u);
}

TEST_F(failures, without_a_key_say_which_variable_to_set) {
  serve();
  auto const id = platform().add_session(finished(1));
  for (auto const& with :
       {options().api_key(std::string()), options().api_key([] { return std::string(); })}) {
    auto const refused = followed(with, id);
    EXPECT_EQ(refused.code(), errc::no_api_key);
    EXPECT_NE(std::string(refused.what()).find("set HAI_API_KEY"), std::string::npos) << refused.what();
  }
  auto const keyless = make_client().with(call_options().api_key(""));
  auto const refused = failure(keyless.session(id).status());
  EXPECT_EQ(refused.code(), errc::no_api_key);
  EXPECT_NE(std::string(refused.what()).find("set HAI_API_KEY"), std::string::npos) << refused.what();
}

TEST_F(failures, spare_a_shared_session_that_is_read_without_a_key) {
  serve();
  auto const id = platform().add_session(finished(2).shared());
  EXPECT_EQ(follow(client(io, options().api_key(std::string())), id).answer, "done");
}

TEST_F(failures, name_the_request_and_the_reason) {
  serve();
  auto const missing = make_client().session("nobody");
  auto const unknown = failure(missing.status());
  EXPECT_EQ(unknown.code(), errc::not_found);
  std::string const text = unknown.what();
  EXPECT_EQ(text.rfind("GET /sessions/{id}/status: 404: ", 0), 0u) << text;
  EXPECT_EQ(text, "GET /sessions/{id}/status: 404: " + unknown.detail());
  auto const poll = failure(missing.next_event());
  EXPECT_EQ(std::string(poll.what()).rfind("GET /sessions/{id}/changes: 404: ", 0), 0u) << poll.what();
}

TEST_F(failures, keep_what_the_reply_says) {
  serve();
  auto const id = platform().add_session(events(1));
  platform().fail(fault::reply(403, R"({"detail":"Not yours"})"));
  auto const refused = followed(options(), id);
  EXPECT_EQ(refused.code(), errc::forbidden);
  EXPECT_EQ(refused.status(), 403);
  EXPECT_EQ(refused.detail(), "Not yours");
  EXPECT_EQ(refused.request_id(), "sim-1");
  EXPECT_EQ(refused.body(), R"({"detail":"Not yours"})");
}

TEST_F(failures, that_will_not_heal_are_not_tried_again) {
  serve();
  auto const id = platform().add_session(events(1));
  struct refusal {
    int status;
    errc code;
  };
  for (auto const each :
       {refusal{400, errc::invalid_request}, refusal{403, errc::forbidden}, refusal{404, errc::not_found},
        refusal{409, errc::conflict}, refusal{422, errc::invalid_request}}) {
    platform().fail(fault::reply(each.status, R"({"detail":"no"})").route(changes_route));
    auto const before = all_requests();
    EXPECT_EQ(followed(options(), id).code(), each.code) << each.status;
    EXPECT_EQ(all_requests(), before + 1);
    platform().fail(fault::reply(each.status, R"({"detail":"no"})").route(status_route));
    EXPECT_EQ(failure(make_client().session(id).status()).code(), each.code) << each.status;
    EXPECT_EQ(all_requests(), before + 2);
  }
}

TEST_F(failures, of_a_cursor_are_left_behind_by_the_next_call) {
  serve(platform_options().page_cap(2));
  auto const id = platform().add_session(finished(4));
  platform().fail(fault::reply(403).route(changes_route).skip(1));
  auto handle = make_client().session(id);
  await(handle.next_event());
  await(handle.next_event());
  EXPECT_EQ(failure(handle.next_event()).code(), errc::forbidden);
  auto const rest = await(rest_of(handle));
  expect_whole(rest, id, 2);
  EXPECT_EQ(handle.result().answer, "done");
}

TEST_F(failures, are_no_redirects_of_a_poll_within_the_api) {
  serve();
  auto const id = platform().add_session(finished(3));
  std::string const place = "/api/v2/sessions/" + id;
  platform().fail(
      fault::reply(307, "", {{"Location", place + "/changes?from_index=0"}}).route(changes_route));
  platform().fail(fault::reply(301, "", {{"Location", "status?again=1"}}).route(status_route));
  auto const by = make_client();
  EXPECT_EQ(follow(by, id).answer, "done");
  EXPECT_EQ(by.stats().retries, 0u);
}

TEST_F(failures, of_a_poll_that_is_redirected_to_another_host_may_heal) {
  struct kept final : observer {
    void on_stream_failing(std::string const&, error const& why, std::chrono::milliseconds) override {
      texts.emplace_back(why.what());
    }
    std::vector<std::string> texts;
  };
  serve();
  auto const id = platform().add_session(finished(3));
  sim::platform elsewhere;
  platform().fail(
      fault::reply(302, "", {{"Location", elsewhere.url() + "/api/v2/sessions/" + id + "/changes"}})
          .route(changes_route));
  auto const told = std::make_shared<kept>();
  EXPECT_EQ(follow(client(io, options().observer(told)), id).answer, "done");
  EXPECT_EQ(told->texts, std::vector<std::string>{
                             "GET /sessions/{id}/changes: 302: a redirect of a stream to another host "
                             "is not followed"});
  EXPECT_EQ(elsewhere.account().connections, 0u);
}

TEST_F(failures, of_a_poll_that_is_redirected_in_a_circle_may_heal) {
  serve();
  auto const id = platform().add_session(finished(3));
  platform().fail(fault::reply(308, "", {{"Location", "?from_index=0"}}).route(changes_route).times(6));
  auto const by = make_client();
  EXPECT_EQ(follow(by, id).answer, "done");
  EXPECT_EQ(by.stats().retries, 1u);
}

TEST_F(failures, of_a_stream_stay) {
  serve();
  auto const id = platform().add_session(finished(1));
  platform().fail(fault::reply(403).route(changes_route));
  auto stream = make_client().session(id).stream();
  EXPECT_EQ(failure(stream.next()).code(), errc::forbidden);
  EXPECT_EQ(failure(stream.next()).code(), errc::forbidden);
  EXPECT_EQ(failure(stream.next_batch()).code(), errc::forbidden);
  EXPECT_EQ(all_requests(), 1u);
}

TEST_F(failures, of_a_key_source_fail_what_asked_for_the_key) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto const with = options().api_key([]() -> std::string { throw std::runtime_error("the vault is shut"); });
  EXPECT_NE(std::string(followed(with, id).what()).find("the vault is shut"), std::string::npos);
  auto const call = failure(client(io, with).session(id).status());
  EXPECT_NE(std::string(call.what()).find("the vault is shut"), std::string::npos);
  EXPECT_EQ(all_requests(), 0u);
}

TEST_F(failures, of_a_key_that_cannot_be_sent_are_over_with_the_next_key) {
  serve();
  auto const session = [this](client_options const& with) {
    return client(io, with).session(platform().add_session(finished(2)));
  }(options().api_key([asked = 0, good = platform().api_key()]() mutable {
    return ++asked == 1 ? good + "\n" : good;
  }));
  EXPECT_EQ(failure(session.next_event()).code(), errc::invalid_argument);
  EXPECT_EQ(await(session.next_event())->index(), 0u);
}

TEST_F(failures, of_a_key_that_cannot_be_a_header_do_not_show_it) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto const with = options().api_key(std::string(secret) + "\r\nX-Evil: 1");
  auto const stream = followed(with, id);
  EXPECT_EQ(stream.code(), errc::invalid_argument);
  EXPECT_EQ(std::string(stream.what()).find(secret), std::string::npos);
  auto const call = failure(client(io, with).session(id).status());
  EXPECT_EQ(call.code(), errc::invalid_argument);
  EXPECT_EQ(std::string(call.what()).find(secret), std::string::npos);
  EXPECT_EQ(all_requests(), 0u);
}

class certificates_refused : public wire_test, public testing::WithParamInterface<sim::certificate_kind> {};

TEST_P(certificates_refused, at_once_before_a_request_is_sent) {
  serve(platform_options().certificate(GetParam()));
  auto const id = platform().add_session(finished(1));
  auto const by = make_client();
  EXPECT_EQ(failure(by.session(id).next_event()).code(), errc::certificate);
  EXPECT_EQ(failure(by.session(id).status()).code(), errc::certificate);
  EXPECT_EQ(platform().account().connections, 2u);
  EXPECT_EQ(all_requests(), 0u);
}

INSTANTIATE_TEST_SUITE_P(wire, certificates_refused,
                         testing::Values(sim::certificate_kind::expired, sim::certificate_kind::wrong_host,
                                         sim::certificate_kind::unknown_ca));

TEST_F(failures, of_a_certificate_without_our_ca) {
  serve();
  auto const with = client_options().base_url(platform().url()).api_key("hk-simulated");
  EXPECT_EQ(followed(with, "any").code(), errc::certificate);
}

TEST_F(failures, without_a_server_end_with_gave_up_and_the_last_cause) {
  serve();
  auto const with = options().retry(retry_options().attempts(1).give_up_after(200ms));
  platform().stop();
  client const by(io, with);
  auto const gone = failure(by.session("any").next_event());
  EXPECT_EQ(gone.code(), errc::gave_up);
  EXPECT_NE(std::string(gone.what()).find("refused"), std::string::npos) << gone.what();
  EXPECT_EQ(failure(by.session("any").status()).code(), errc::connect_failed);
}

TEST_F(failures, without_a_break_end_with_gave_up_after_a_good_start) {
  serve();
  auto const id = platform().add_session(events(1));
  platform().fail(fault::reply(503, R"({"detail":"maintenance"})").route(status_route).always());
  platform().fail(fault::reply(503, R"({"detail":"maintenance"})").route(changes_route).skip(1).always());
  client const by(io, options().retry(retry_options().give_up_after(300ms)));
  auto stream = by.session(id).stream();
  EXPECT_TRUE(await(stream.next()));
  auto const gone = failure(stream.next());
  EXPECT_EQ(gone.code(), errc::gave_up);
  EXPECT_EQ(gone.status(), 503);
  EXPECT_NE(std::string(gone.what()).find("maintenance"), std::string::npos);
}

TEST_F(failures, of_options_come_before_any_connection) {
  serve();
  auto const refused = [&](client_options const& with) {
    try {
      client const made(io, with);
    } catch (error const& failure) {
      return failure.code() == errc::invalid_argument;
    }
    return false;
  };
  EXPECT_TRUE(refused(options().base_url("http://example.com")));
  EXPECT_TRUE(refused(options().base_url("ftp://localhost")));
  EXPECT_TRUE(refused(options().base_url("https://")));
  EXPECT_TRUE(refused(options().base_url("https://localhost/a b")));
  EXPECT_TRUE(refused(options().header("X-Trace", "a\r\nb")));
  EXPECT_TRUE(refused(options().header("X Trace", "a")));
  EXPECT_TRUE(refused(options().header("Authorization", "Bearer me")));
  EXPECT_TRUE(refused(options().user_agent("me\n")));
  EXPECT_TRUE(refused(options().retry(retry_options().attempts(0))));
  EXPECT_TRUE(refused(options().timeouts(timeout_options().request(0ms))));
  EXPECT_TRUE(refused(options().tls(tls_options().ca_pem("not a certificate"))));
  EXPECT_TRUE(refused(options().tls(tls_options().ca_file("/nowhere/ca.pem"))));

  auto const by = make_client();
  EXPECT_THROW(by.session(""), error);
  EXPECT_THROW(by.with(call_options().header("X", "a\nb")), error);
  EXPECT_THROW(by.with(call_options().attempts(0)), error);
  EXPECT_THROW(by.with(call_options().timeout(0ms)), error);
  EXPECT_THROW(by.with(call_options().idempotency_key("")), error);
  EXPECT_THROW(by.with(call_options().idempotency_key(std::string(256, 'k'))), error);
  auto const handle = by.session("some");
  EXPECT_THROW(handle.stream(stream_options().wait(26s)), error);
  EXPECT_THROW(handle.stream(stream_options().wait(-1s)), error);
  EXPECT_THROW(handle.stream(stream_options().buffer(0)), error);
  EXPECT_EQ(failure(handle.changes(changes_query().wait(26s))).code(), errc::invalid_argument);
  EXPECT_EQ(failure(handle.changes(changes_query().limit(0))).code(), errc::invalid_argument);
  EXPECT_EQ(failure(by.start_session(session_request())).code(), errc::invalid_argument);
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(failures, spare_plain_http_on_loopback) {
  serve(platform_options().tls(false));
  auto const id = platform().add_session(finished(2));
  client const by(io, client_options().base_url(platform().url()).api_key(platform().api_key()));
  EXPECT_EQ(follow(by, id).answer, "done");
}

}  // namespace
}  // namespace hai::test
