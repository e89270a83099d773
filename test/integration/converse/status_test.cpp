// A session's status, for who wants nothing else of it.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

class status_polling : public wire_test {
 protected:
  asio::awaitable<std::vector<std::string>> states_of(status_cursor& cursor) {
    std::vector<std::string> all;
    while (auto const each = co_await cursor.next()) all.emplace_back(each->state.name());
    co_return all;
  }
  /// Completes when that many looks have been made.
  asio::awaitable<void> until_looked(std::uint64_t count) {
    while (requests(status_route) < count) {
      asio::steady_timer pause(io, 1ms);
      co_await pause.async_wait(asio::use_awaitable);
    }
  }
  using texts = std::vector<std::string>;
};

TEST_F(status_polling, brings_each_change_once_and_ends_with_the_session) {
  serve();
  auto const id = platform().add_session(script().starts("pending"));
  auto cursor = make_client().session(id).poll_status(5ms);
  auto const first = await(cursor.next());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->state, session_state::pending);
  await(until_looked(4));
  platform().play(id, script().state(0ms, "running"));
  EXPECT_EQ(await(cursor.next())->state, session_state::running);
  platform().play(id, script().ends("failed", "gone wrong"));
  EXPECT_EQ(await(cursor.next())->error, "gone wrong");
  EXPECT_FALSE(await(cursor.next()));
  EXPECT_FALSE(await(cursor.next()));
}

TEST_F(status_polling, goes_past_idle_where_only_the_end_counts) {
  serve();
  auto const id = platform().add_session(script().ends("idle"));
  auto cursor = make_client().session(id).poll_status(5ms, until::terminal);
  EXPECT_EQ(await(cursor.next())->state, session_state::idle);
  platform().play(id, script().ends("completed"));
  EXPECT_EQ(await(states_of(cursor)), (texts{"completed"}));
}

TEST_F(status_polling, asks_for_nothing_but_the_status) {
  serve();
  auto const id = platform().add_session(finished(3));
  auto cursor = make_client().session(id).poll_status(5ms);
  await(states_of(cursor));
  EXPECT_EQ(all_requests(), requests(status_route));
}

TEST_F(status_polling, looks_at_once_after_a_cancel) {
  serve();
  auto const id = platform().add_session(script());
  auto handle = make_client().session(id);
  auto cursor = handle.poll_status(std::chrono::hours(1));
  await(cursor.next());
  await(handle.cancel());
  EXPECT_EQ(await(cursor.next())->state, session_state::interrupted);
}

TEST_F(status_polling, outlives_what_is_transient) {
  serve();
  auto const id = platform().add_session(finished(1));
  platform().fail(fault::reply(503).route(status_route).times(2));
  auto changed = options();
  retry_options once;
  changed.retry(once.attempts(1));
  auto cursor = client(io, changed).session(id).poll_status(5ms);
  EXPECT_EQ(await(states_of(cursor)), texts{"completed"});
}

TEST_F(status_polling, gives_up_after_its_patience_with_the_last_reply) {
  serve();
  auto const id = platform().add_session(script());
  platform().fail(fault::reply(503, R"({"detail":"maintenance"})").route(status_route).always());
  auto const by = client(io, options().retry(retry_options().attempts(1).give_up_after(1s)));
  auto const gone = failure(by.session(id).poll_status(5ms).next());
  EXPECT_EQ(gone.code(), errc::gave_up);
  EXPECT_TRUE(std::string_view(gone.what()).starts_with("gave up after 1 s ")) << gone.what();
  EXPECT_EQ(gone.status(), 503);
  EXPECT_EQ(gone.detail(), "maintenance");
}

TEST_F(status_polling, fails_at_once_on_what_will_not_heal) {
  serve();
  auto cursor = make_client().session("nobody").poll_status(5ms);
  EXPECT_EQ(failure(cursor.next()).code(), errc::not_found);
  EXPECT_EQ(failure(cursor.next()).code(), errc::not_found);
}

TEST_F(status_polling, loses_nothing_when_a_wait_is_cancelled) {
  serve();
  auto const id = platform().add_session(script());
  auto cursor = make_client().session(id).poll_status(5ms);
  await(cursor.next());
  asio::cancellation_signal stop;
  bool done = false;
  std::exception_ptr failed;
  cursor.next(asio::bind_cancellation_slot(
      stop.slot(), [&](std::exception_ptr e, std::optional<session_status>) { failed = e, done = true; }));
  stop.emit(asio::cancellation_type::total);
  drive(done);
  EXPECT_EQ(to_error(failed).code(), asio::error::operation_aborted);
  platform().play(id, script().ends("completed"));
  EXPECT_EQ(await(cursor.next())->state, session_state::completed);
}

TEST_F(status_polling, belongs_to_one_consumer) {
  serve();
  auto const id = platform().add_session(script());
  auto cursor = make_client().session(id).poll_status(5ms);
  await(cursor.next());
  bool done = false;
  cursor.next([&](std::exception_ptr, std::optional<session_status>) { done = true; });
  EXPECT_EQ(failure(cursor.next()).code(), errc::already_waiting);
  platform().play(id, script().ends("completed"));
  drive(done);
}

TEST_F(status_polling, stops_with_its_cursor) {
  serve();
  auto const id = platform().add_session(script());
  auto const by = make_client();
  {
    auto cursor = by.session(id).poll_status(std::chrono::hours(1));
    await(cursor.next());
  }
  io.run();  // returns: nothing is left to do
  EXPECT_EQ(requests(status_route), 1u);
}

TEST_F(status_polling, fails_as_closed_after_close_and_when_the_client_is_closed) {
  serve();
  auto const id = platform().add_session(script());
  auto const by = make_client();
  auto one = by.session(id).poll_status(5ms);
  await(one.next());
  one.close();
  EXPECT_EQ(failure(one.next()).code(), errc::closed);
  auto other = by.session(id).poll_status(std::chrono::hours(1));
  await(other.next());
  await(by.close());
  EXPECT_EQ(failure(other.next()).code(), errc::closed);
  status_cursor empty;
  EXPECT_EQ(failure(empty.next()).code(), errc::closed);
}

TEST_F(status_polling, refuses_to_run_hot) {
  serve();
  auto const handle = make_client().session("s");
  EXPECT_THROW(handle.poll_status(0ms), error);
}

}  // namespace
}  // namespace hai::test
