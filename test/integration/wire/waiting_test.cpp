// A wait is cancelled, raced, doubled or cut off: what is lost is the wait, and nothing else (semantics 4, 5
// and 9).

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_future.hpp>

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

using namespace asio::experimental::awaitable_operators;

class waiting_for_events : public wire_test {
 protected:
  asio::awaitable<void> until_polls_are_over() {
    while (platform().account().parked > 0) co_await asio::post(io, asio::use_awaitable);
  }
};

TEST_F(waiting_for_events, ends_at_a_deadline_and_leaves_the_poll_alone) {
  serve();
  auto const id = platform().add_session(events(1));
  auto stream = make_client().session(id).stream();
  await(stream.next());
  await(until_parked(1));
  auto const before = platform().account();
  EXPECT_EQ(failure(within(1ms, stream.next())).code(), errc::timed_out);
  EXPECT_EQ(failure(within(1ms, stream.next())).code(), errc::timed_out);
  EXPECT_EQ(platform().account().polls, before.polls);
  EXPECT_EQ(platform().account().open_connections, before.open_connections);
  platform().play(id, finished(2));
  auto const rest = await(rest_of(stream));
  expect_whole(rest, id, 1);
  EXPECT_EQ(platform().account().connections, before.connections);
}

TEST_F(waiting_for_events, loses_no_event_to_a_race) {
  serve(platform_options().page_cap(5));
  auto const id = platform().add_session(events(3));
  auto stream = make_client().session(id).stream(stream_options().buffer(8));
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    std::vector<event> got;
    asio::steady_timer soon(io);
    for (int turn = 0;; ++turn) {
      if (turn == 40) platform().play(id, finished(120));
      soon.expires_after(std::chrono::microseconds(turn % 7 * 20));
      auto won = co_await (stream.next() || soon.async_wait(asio::use_awaitable));
      if (won.index() == 1) continue;
      auto& each = std::get<0>(won);
      if (!each) break;
      got.push_back(std::move(*each));
    }
    co_return got;
  });
  expect_whole(all, id);
}

TEST_F(waiting_for_events, loses_no_event_to_a_deadline_that_races_its_arrival) {
  serve(platform_options().page_cap(2));
  auto const id = platform().add_session(finished(150));
  auto const by = make_client();
  auto handle = by.session(id);
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    std::vector<event> got;
    for (int turn = 0;; ++turn) {
      bool late = false;
      std::optional<event> each;
      try {
        each = co_await within(std::chrono::microseconds(turn % 5 * 30), handle.next_event());
      } catch (error const& failure) {
        late = failure.code() == errc::timed_out;
        if (!late) throw;
      }
      if (late) continue;
      if (!each) break;
      got.push_back(std::move(*each));
    }
    co_return got;
  });
  expect_whole(all, id);
}

TEST_F(waiting_for_events, says_aborted_when_it_is_cancelled) {
  serve();
  auto const id = platform().add_session(events(1));
  auto handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await handle.next_event();
    for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                            asio::cancellation_type::total}) {
      asio::cancellation_signal signal;
      std::optional<std::exception_ptr> outcome;
      auto on_done = [&](std::exception_ptr failure, std::optional<event>) { outcome = failure; };
      handle.next_event(asio::bind_cancellation_slot(signal.slot(), on_done));
      signal.emit(type);
      while (!outcome) co_await asio::post(io, asio::use_awaitable);
      EXPECT_EQ(to_error(*outcome).code(), asio::error::operation_aborted);
    }
    platform().play(id, finished(1));
    auto const rest = co_await rest_of(handle);
    expect_whole(rest, id, 1);
  });
}

TEST_F(waiting_for_events, is_for_one_at_a_time) {
  serve();
  auto const id = platform().add_session(events(1));
  auto handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await handle.next_event();
    bool first_done = false;
    handle.next_event([&](std::exception_ptr failure, std::optional<event> each) {
      EXPECT_FALSE(failure);
      EXPECT_TRUE(each);
      first_done = true;
    });
    auto copy = handle;
    auto const [failure, none] = co_await copy.next_event(asio::as_tuple(asio::use_awaitable));
    EXPECT_EQ(to_error(failure).code(), errc::already_waiting);
    EXPECT_FALSE(none);
    platform().play(id, finished(1));
    while (!first_done) co_await asio::post(io, asio::use_awaitable);
    co_await rest_of(handle);  // the one who was refused broke nothing
  });
}

TEST_F(waiting_for_events, ends_with_closed_when_the_stream_is_closed) {
  serve();
  auto const id = platform().add_session(events(1));
  auto stream = make_client().session(id).stream();
  run([&]() -> asio::awaitable<void> {
    co_await stream.next();
    co_await until_parked(1);
    std::optional<std::exception_ptr> outcome;
    stream.next([&](std::exception_ptr failure, std::optional<event>) { outcome = failure; });
    stream.close();
    stream.close();
    while (!outcome) co_await asio::post(io, asio::use_awaitable);
    EXPECT_EQ(to_error(*outcome).code(), errc::closed);
    co_await until_polls_are_over();
  });
  auto const before = all_requests();
  EXPECT_EQ(failure(stream.next()).code(), errc::closed);
  EXPECT_EQ(all_requests(), before);
}

TEST_F(waiting_for_events, ends_with_the_stream_that_is_destroyed) {
  serve();
  auto const id = platform().add_session(events(1));
  auto const by = make_client();
  run([&]() -> asio::awaitable<void> {
    std::optional<std::exception_ptr> outcome;
    {
      auto stream = by.session(id).stream();
      co_await stream.next();
      co_await until_parked(1);
      stream.next([&](std::exception_ptr failure, std::optional<event>) { outcome = failure; });
    }
    while (!outcome) co_await asio::post(io, asio::use_awaitable);
    EXPECT_EQ(to_error(*outcome).code(), errc::closed);
    co_await until_polls_are_over();
  });
  follow(by, platform().add_session(finished(1)));
  EXPECT_EQ(platform().account().parked, 0u);
}

TEST_F(waiting_for_events, stops_with_the_last_copy_of_the_session) {
  serve();
  auto const id = platform().add_session(events(1));
  auto const by = make_client();
  run([&]() -> asio::awaitable<void> {
    std::optional<session> copy;
    {
      auto handle = by.session(id);
      copy = handle;
      co_await handle.next_event();
    }
    co_await until_parked(1);
    EXPECT_EQ(copy->next_index(), 1u);
    EXPECT_EQ(platform().account().parked, 1u);
    copy.reset();
    co_await until_polls_are_over();
  });
}

TEST_F(waiting_for_events, fails_on_a_closed_session_whose_calls_still_work) {
  serve();
  auto const id = platform().add_session(events(1));
  auto handle = make_client().session(id);
  await(handle.next_event());
  handle.close();
  EXPECT_EQ(failure(handle.next_event()).code(), errc::closed);
  EXPECT_EQ(await(handle.status()).state, session_state::running);
}

TEST_F(waiting_for_events, fails_on_empty_handles) {
  EXPECT_EQ(failure(session().next_event()).code(), errc::closed);
  EXPECT_EQ(failure(session().status()).code(), errc::closed);
  EXPECT_EQ(failure(event_stream().next()).code(), errc::closed);
  EXPECT_EQ(failure(event_stream().next_batch()).code(), errc::closed);
  EXPECT_EQ(session().id(), "");
  EXPECT_EQ(event_stream().next_index(), 0u);
}

TEST_F(waiting_for_events, fails_through_the_token_and_not_inside_the_call) {
  serve();
  auto const by = make_client();
  auto closed = by.session(platform().add_session(events(1)));
  closed.close();
  auto const of_closed_client = by.session(closed.id());
  await(by.close());
  auto const expect_closed = [this](auto start) {
    auto read = start(asio::use_future);
    while (read.wait_for(0s) != std::future_status::ready) {
      io.restart();
      io.run_one_for(10ms);
    }
    try {
      read.get();
      ADD_FAILURE() << "it did not fail";
    } catch (error const& why) {
      EXPECT_EQ(why.code(), errc::closed);
    }
  };
  expect_closed([&](auto token) { return closed.next_event(token); });
  expect_closed([&](auto token) { return of_closed_client.next_event(token); });
  expect_closed([](auto token) { return session().next_event(token); });
  expect_closed([](auto token) { return event_stream().next(token); });
  expect_closed([](auto token) { return event_stream().next_batch(token); });
  expect_closed([](auto token) { return status_cursor().next(token); });
}

TEST_F(waiting_for_events, by_a_slow_consumer_stops_the_polls_of_its_own_stream_only) {
  serve(platform_options().page_cap(3));
  auto const slow = platform().add_session(finished(40));
  auto const fast = platform().add_session(finished(40));
  auto const by = make_client();
  auto held_up = by.session(slow).stream(stream_options().buffer(4));
  await(held_up.next());
  follow(by, fast);
  std::uint64_t polls = 0;
  for (auto const& each : platform().account().recent) polls += each.session == slow;
  EXPECT_LE(polls, 3u);  // one read, four buffered, the rest of a page held
  auto const rest = await(rest_of(held_up));
  expect_whole(rest, slow, 1);
}

TEST_F(waiting_for_events, is_bounded_in_bytes_and_lets_one_large_event_in) {
  serve();
  script large;
  for (int i = 0; i < 6; ++i) large.event(0ms, "Big", "\"" + std::string(50'000, 'x') + "\"");
  auto const id = platform().add_session(large.ends("completed"));
  auto stream = make_client().session(id).stream(stream_options().buffer_bytes(1000));
  expect_whole(await(rest_of(stream)), id);
}

TEST_F(waiting_for_events, works_with_a_future_from_another_thread) {
  serve();
  auto const id = platform().add_session(finished(3));
  auto stream = make_client().session(id).stream();
  auto work = asio::make_work_guard(io);
  std::thread driver([&] { io.run(); });
  std::vector<event> got;
  for (;;) {
    auto next = stream.next(asio::use_future);
    EXPECT_EQ(next.wait_for(30s), std::future_status::ready);
    auto each = next.get();
    if (!each) break;
    got.push_back(std::move(*each));
  }
  work.reset();
  driver.join();
  expect_whole(got, id);
}

}  // namespace
}  // namespace hai::test
