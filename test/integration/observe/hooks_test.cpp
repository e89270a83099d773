// What an observer is told, over TLS: each hook, in order, and when things go wrong.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include "integration/observe/recorder.hpp"
#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

using texts = std::vector<std::string>;

class hooks : public wire_test {
 protected:
  client observed_client(client_options made) {
    client by(io, made.observer(watch));
    return by;
  }
  client observed_client() { return observed_client(options()); }
  /// One call of the API through a client that lives no longer.
  void ask_status(std::string const& id) {
    auto handle = observed_client().session(id);
    await(handle.status());
  }

  std::shared_ptr<recorder> watch = std::make_shared<recorder>();
};

TEST_F(hooks, tell_a_plain_call_by_its_template_with_status_duration_and_request_id) {
  serve();
  ask_status(platform().add_session(finished(1)));
  texts const expected = {"client made", "opened full", "request GET /sessions/{id}/status 200 #1",
                          "closed client_released"};
  EXPECT_EQ(watch->told(), expected);
  EXPECT_EQ(watch->last_request_id(), "sim-1");
  EXPECT_GT(watch->last_duration(), 0ns);
}

TEST_F(hooks, tell_any_other_route_without_its_text) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto by = observed_client();
  await(by.request("GET", "/sessions/" + id + "/status?a=b"));
  EXPECT_EQ(watch->told({"request"}), texts{"request GET (other) 200 #1"});
  EXPECT_EQ(watch->everything().find(id), std::string::npos);
}

TEST_F(hooks, tell_each_attempt_and_why_and_when_it_is_made_again) {
  serve();
  auto const id = platform().add_session(finished(1));
  platform().fail(fault::reply(503).route(status_route));
  platform().fail(fault::drop_reply().route(status_route));
  ask_status(id);
  texts const expected = {"client made", "opened full", "request GET /sessions/{id}/status 503 #1",
                          "retry GET /sessions/{id}/status #1 after 503 later",
                          // A kept connection that dies before a reply is replaced, unseen by the attempt.
                          "closed server_closed",
                          "retry GET /sessions/{id}/status #2 after bad_reply at once", "opened resumed",
                          "request GET /sessions/{id}/status 200 #2", "closed client_released"};
  EXPECT_EQ(watch->told(), expected);
}

TEST_F(hooks, tell_a_connection_that_failed_under_a_request) {
  serve();
  auto const id = platform().add_session(finished(1));
  platform().fail(fault::garbage().route(status_route));
  ask_status(id);
  texts const expected = {"opened full",
                          "closed failed",
                          "request GET /sessions/{id}/status bad_reply #1",
                          "retry GET /sessions/{id}/status #1 after bad_reply later",
                          "opened resumed",
                          "request GET /sessions/{id}/status 200 #2",
                          "closed client_released"};
  EXPECT_EQ(watch->told({"opened", "closed", "request", "retry"}), expected);
}

TEST_F(hooks, tell_that_the_server_or_the_clock_closes_a_connection) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto const why_closed = [&](pool_options pool) {
    watch = std::make_shared<recorder>();
    auto handle = observed_client(options().pool(pool)).session(id);
    await(handle.status());
    await(handle.status());
    auto told = watch->told({"closed"});
    told.resize(1);
    return told.front();
  };
  EXPECT_EQ(why_closed(pool_options().idle_expiry(0ms)), "closed idle_expired");
  platform().fail(fault::connection_close().route(status_route));
  EXPECT_EQ(why_closed(pool_options()), "closed server_closed");
}

TEST_F(hooks, tell_a_cancelled_call) {
  serve();
  auto const id = platform().add_session(script());
  asio::cancellation_signal signal;
  auto handle = observed_client().session(id);
  bool done = false;
  when_parked([&] { asio::post(io, [&] { signal.emit(asio::cancellation_type::terminal); }); });
  changes_query query;
  query.wait(25s);
  handle.changes(
      query, asio::bind_cancellation_slot(
                 signal.slot(), [&](std::exception_ptr, std::optional<session_changes>) { done = true; }));
  drive(done);
  texts const expected = {"request GET /sessions/{id}/changes cancelled #1", "closed cancelled"};
  EXPECT_EQ(watch->told({"closed", "request"}), expected);
}

TEST_F(hooks, tell_an_attempt_whose_time_is_up) {
  serve();
  auto const id = platform().add_session(script());
  platform().fail(fault::silence().route(status_route));
  auto handle = observed_client().session(id).with(call_options().timeout(300ms).attempts(1));
  EXPECT_EQ(failure(handle.status()).code(), errc::timed_out);
  EXPECT_EQ(watch->told({"request"}), texts{"request GET /sessions/{id}/status timed_out #1"});
}

TEST_F(hooks, tell_a_stream_from_its_beginning_to_the_end_of_its_session) {
  serve();
  auto const id =
      platform().add_session(events(2).answer(0ms, "1").ends("failed", "no", "environment_error"));
  follow(observed_client(), id);
  texts const expected = {"started at 0",
                          "moved nothing -> ''",
                          "moved '' -> 'failed'",
                          "received 3 up to 3",
                          "session ended failed environment_error",
                          "moved 'failed' -> nothing",
                          "stream ended at 3"};
  EXPECT_EQ(watch->told({"started", "moved", "received", "session", "stream"}), expected);
}

TEST_F(hooks, tell_what_a_stream_outlives) {
  serve();
  auto const id = platform().add_session(finished(1));
  platform().fail(fault::reply(503).route(changes_route));
  platform().fail(fault::cut_body(5).route(changes_route));
  follow(observed_client(), id);
  texts const expected = {
      "request GET /sessions/{id}/changes 503 #1 by a stream",
      "failing GET /sessions/{id}/changes: 503",
      "retry GET /sessions/{id}/changes #1 after 503 later",
      "closed failed",
      "request GET /sessions/{id}/changes bad_reply #2 by a stream",
      "failing GET /sessions/{id}/changes: reply cut short",
      "retry GET /sessions/{id}/changes #2 after bad_reply later",
      "request GET /sessions/{id}/changes 200 #3 by a stream",
      "recovered",
  };
  auto told = watch->told({"request", "failing", "retry", "recovered", "closed"});
  ASSERT_GE(told.size(), expected.size());
  told.resize(expected.size());
  EXPECT_EQ(told, expected);
}

TEST_F(hooks, tell_each_question_of_a_stream_as_its_own) {
  serve(platform_options().empty_after_end(true));
  auto const id = platform().add_session(events(1).ends("completed"));
  follow(observed_client(), id);
  auto const told = watch->told({"request"});
  for (char const* question : {"request GET /sessions/{id}/changes 200 #1 by a stream",
                               "request GET /sessions/{id}/status 200 #1 by a stream",
                               "request GET /sessions/{id} 200 #1 by a stream"})
    EXPECT_NE(std::find(told.begin(), told.end(), question), told.end()) << question;
}

TEST_F(hooks, tell_a_slow_consumer_and_that_it_caught_up) {
  serve();
  auto const id = platform().add_session(finished(4));
  auto handle = observed_client().session(id);
  auto stream = handle.stream(stream_options().buffer(1));
  await(rest_of(stream));
  auto const told = watch->told({"lagging", "caught up"});
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told[0], "lagging at 1");
  EXPECT_EQ(told[1], "caught up");
}

TEST_F(hooks, tell_a_stream_that_failed_and_one_that_nobody_wants) {
  serve();
  {
    auto unknown = observed_client().session("there is none").stream();
    EXPECT_EQ(failure(unknown.next()).code(), errc::not_found);
  }
  EXPECT_EQ(watch->told({"stream", "moved"}),
            (texts{"moved nothing -> ''", "moved '' -> nothing",
                   "stream failed at 0: GET /sessions/{id}/changes: 404: Session not found"}));

  watch = std::make_shared<recorder>();
  auto by = observed_client();
  auto closed = by.session(platform().add_session(events(1))).stream();
  await(closed.next());
  closed.close();
  await(by.close());
  EXPECT_EQ(watch->told({"stream"}), texts{"stream closed at 1"});
}

TEST_F(hooks, tell_a_stream_that_goes_on_as_a_new_beginning) {
  serve();
  auto const id = platform().add_session(finished(1).on_message(finished(1)));
  auto handle = observed_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    co_await handle.send_message(user_message("go on"));
    co_await rest_of(handle);
  });
  EXPECT_EQ(watch->told({"started", "stream"}),
            (texts{"started at 0", "stream ended at 2", "started at 2", "stream ended at 6"}));
}

TEST_F(hooks, tell_the_changes_that_a_status_cursor_sees) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto cursor = observed_client().session(id).poll_status(10ms);
  run([&]() -> asio::awaitable<void> {
    while (auto status = co_await cursor.next()) {
    }
  });
  EXPECT_EQ(watch->told({"moved", "session"}),
            (texts{"moved nothing -> ''", "moved '' -> 'completed'", "session ended completed -",
                   "moved 'completed' -> nothing"}));
}

TEST_F(hooks, that_a_context_ends_under_a_stream_tell_its_end) {
  serve();
  auto const id = platform().add_session(events(1));
  auto context = std::make_unique<asio::io_context>(1);
  client by(*context, options().observer(watch));
  auto stream = by.session(id).stream();
  bool got = false;
  stream.next([&](std::exception_ptr, std::optional<event>) { got = true; });
  while (!got && context->run_one_for(60s) > 0) {
  }
  context.reset();
  EXPECT_EQ(watch->told({"stream", "closed"}).size(),
            1u);  // the connection; the stream is held by its handle
  stream = event_stream();
  EXPECT_EQ(watch->told({"stream"}), texts{"stream closed at 1"});
}

/// Throws from every hook.
class rebel final : public observer {
 public:
  void on_client_made(observed::client_made const&) override { refuse(); }
  void on_request(observed::request_done const&) override { refuse(); }
  void on_retry(observed::retry const&) override { refuse(); }
  void on_connection_opened(observed::connection_opened const&) override { refuse(); }
  void on_connection_closed(observed::connection_closed const&) override { refuse(); }
  void on_stream_started(observed::stream_started const&) override { refuse(); }
  void on_stream_received(observed::stream_received const&) override { refuse(); }
  void on_stream_lagging(observed::stream_lagging const&) override { refuse(); }
  void on_stream_caught_up(observed::stream_caught_up const&) override { refuse(); }
  void on_stream_failing(std::string const&, error const&, std::chrono::milliseconds) override { refuse(); }
  void on_stream_recovered(std::string const&, std::chrono::milliseconds) override { refuse(); }
  void on_stream_ended(observed::stream_ended const&) override { refuse(); }
  void on_sweep_started(observed::sweep_started const&) override { refuse(); }
  void on_sweep_looked(observed::sweep_looked const&) override { refuse(); }
  void on_sweep_failing(observed::sweep_failing const&) override { refuse(); }
  void on_sweep_ended(observed::sweep_ended const&) override { refuse(); }
  void on_session_moved(observed::session_moved const&) override { refuse(); }
  void on_session_ended(observed::session_ended const&) override { refuse(); }

  int refused = 0;

 private:
  [[noreturn]] void refuse() {
    ++refused;
    throw std::runtime_error("an observer's own trouble");
  }
};

TEST_F(hooks, that_throw_break_nothing_and_keep_no_other_observer_from_being_told) {
  serve();
  auto const id = platform().add_session(finished(3));
  platform().fail(fault::cut_body(5).route(changes_route));
  auto const bad = std::make_shared<rebel>();
  std::vector<std::shared_ptr<observer>> both{bad, watch};
  {
    client alone(io, options().observer(bad));
    EXPECT_EQ(follow(alone, id).state, session_state::completed);
  }
  EXPECT_GE(bad->refused, 10);
  client grouped(io, options().observer(std::make_shared<observer_group>(both)));
  follow(grouped, id);
  EXPECT_EQ(watch->told({"stream"}), texts{"stream ended at 4"});
}

/// Calls back into the library from every hook.
class intruder final : public recorder {
 public:
  std::function<void()> act = [] {};

  void on_request(observed::request_done const& done) override { recorder::on_request(done), act(); }
  void on_connection_opened(observed::connection_opened const&) override { act(); }
  void on_connection_closed(observed::connection_closed const&) override { act(); }
  void on_stream_received(observed::stream_received const&) override { act(); }
  void on_stream_lagging(observed::stream_lagging const&) override { act(); }
  void on_stream_started(observed::stream_started const&) override { act(); }
  void on_session_moved(observed::session_moved const&) override { act(); }
  void on_session_ended(observed::session_ended const&) override { act(); }
  void on_stream_ended(observed::stream_ended const&) override { act(); }
};

TEST_F(hooks, may_call_the_library_for_no_lock_is_held) {
  serve();
  auto const id = platform().add_session(finished(4));
  auto const inside = std::make_shared<intruder>();
  client by(io, options().pool(pool_options().max_connections(1).idle_expiry(0ms)).observer(inside));
  auto handle = by.session(id);
  auto stream = handle.stream(stream_options().buffer(1));
  int calls = 20, answered = 0;
  inside->act = [&] {
    (void)by.stats();
    (void)stream.next_index();
    if (--calls < 0) return;
    handle.status([&](std::exception_ptr failure, session_status) { answered += !failure; });
  };
  await(rest_of(stream));
  bool const never = false;
  EXPECT_THROW(drive(never), std::runtime_error);  // until nothing is left to do
  inside->act = [] {};
  EXPECT_EQ(answered, 20);
}

}  // namespace
}  // namespace hai::test
