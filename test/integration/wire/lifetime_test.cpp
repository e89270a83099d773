// Handles, clients and execution contexts, each of which may end first (semantics 12), and close().

#include <boost/asio/as_tuple.hpp>
#include <thread>

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

class lifetimes : public wire_test {};

TEST_F(lifetimes, of_idle_handles_hold_no_work) {
  serve();
  auto const id = platform().add_session(finished(2));
  auto const by = make_client();
  auto handle = by.session(id);
  auto stream = handle.stream();
  bool done = false;
  auto const program = [&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    co_await rest_of(stream);
    co_await handle.status();
  };
  asio::co_spawn(io, program(), [&](std::exception_ptr failure) { done = !failure; });
  EXPECT_GT(io.run_for(60s), 0u);
  EXPECT_TRUE(io.stopped());  // it ran out of work, and not into the bound
  EXPECT_TRUE(done);
  auto const before = platform().account();
  EXPECT_GT(before.open_connections, 0u);

  EXPECT_EQ(await(handle.status()).state, session_state::completed);
  EXPECT_EQ(platform().account().connections,
            before.connections);  // the second run goes on with the pool of the first
}

asio::awaitable<void> closed(client by) { return by.close(); }

TEST_F(lifetimes, of_a_client_may_end_before_its_close_begins) {
  serve();
  bool done = false;
  make_client().close([&](std::exception_ptr failure) { done = !failure; });
  drive(done);
  await(closed(make_client()));
}

TEST_F(lifetimes, of_unread_streams_hold_no_work) {
  serve();
  auto const by = make_client();
  auto handle = by.session("any");
  auto stream = handle.stream();
  io.run_for(60s);
  EXPECT_TRUE(io.stopped());
  EXPECT_EQ(platform().account().connections, 0u);
}

TEST_F(lifetimes, may_outlive_the_context) {
  serve();
  auto const id = platform().add_session(events(2));
  auto context = std::make_unique<asio::io_context>(1);
  client by(*context, options());
  auto handle = by.session(id);
  auto stream = handle.stream();
  bool both = false;
  auto const program = [&]() -> asio::awaitable<void> {
    co_await handle.next_event();
    co_await stream.next();
    both = true;
  };
  asio::co_spawn(*context, program(), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  while (!both && context->run_one_for(60s) > 0) {
  }
  context.reset();

  EXPECT_EQ(failure(handle.status()).code(), errc::closed);
  EXPECT_EQ(failure(handle.get()).code(), errc::closed);
  EXPECT_EQ(failure(handle.send_message(user_message("hi"))).code(), errc::closed);
  EXPECT_EQ(failure(handle.next_event()).code(), errc::closed);
  EXPECT_EQ(failure(stream.next()).code(), errc::closed);
  EXPECT_EQ(failure(by.start_session(session_request("h/web-surfer-pro", "x"))).code(), errc::closed);
  EXPECT_EQ(failure(by.session(id).next_event()).code(), errc::closed);
  EXPECT_EQ(failure([&]() -> asio::awaitable<void> {
              auto made = by.session(id).stream();
              co_await made.next();
            }())
                .code(),
            errc::closed);
}

TEST_F(lifetimes, of_a_status_cursor_may_outlive_the_context_at_any_step) {
  serve();
  auto const id = platform().add_session(events(2));
  for (int steps = 0; steps < 30; ++steps) {
    auto context = std::make_unique<asio::io_context>(1);
    client by(*context, options());
    auto cursor = by.session(id).poll_status(5ms);
    cursor.next([](std::exception_ptr, std::optional<session_status>) {});
    for (int step = 0; step < steps; ++step) context->run_one_for(5ms);
    context.reset();
    EXPECT_EQ(failure(cursor.next()).code(), errc::closed);
  }
}

TEST_F(lifetimes, of_a_client_end_a_cursor_that_has_told_an_end_before) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto const by = make_client();
  auto handle = by.session(id);
  await(rest_of(handle));
  await(by.close());
  for (int again = 0; again < 2; ++again) EXPECT_EQ(failure(handle.next_event()).code(), errc::closed);
}

TEST_F(lifetimes, of_a_context_may_end_at_any_step_of_any_operation) {
  serve(platform_options().page_cap(3));
  auto const id = platform().add_session(events(9));
  for (int steps = 0; steps < 40; ++steps) {
    auto context = std::make_unique<asio::io_context>(1);
    client by(*context, options());
    auto handle = by.session(id);
    auto narrow = handle.stream(stream_options().buffer(2));
    auto read = [&](event_stream& from) -> asio::awaitable<void> {
      while (co_await from.next()) {
      }
    };
    auto stream = handle.stream();
    asio::co_spawn(*context, read(stream), [](std::exception_ptr) {});
    asio::co_spawn(*context, within(20s, narrow.next_batch()), [](std::exception_ptr, std::vector<event>) {});
    handle.next_event([](std::exception_ptr, std::optional<event>) {});
    handle.status([](std::exception_ptr, session_status) {});
    handle.send_message(user_message("hi"), [](std::exception_ptr) {});
    by.start_session(session_request("h/web-surfer-pro", "x"), [](std::exception_ptr, session) {});
    if (steps % 3 == 0) by.close([](std::exception_ptr) {});
    for (int step = 0; step < steps * 4; ++step) context->run_one_for(5ms);
    if (steps % 2 == 0) narrow = event_stream();
    context.reset();
  }
}

TEST_F(lifetimes, of_handles_may_end_before_the_context) {
  serve();
  auto const id = platform().add_session(events(1));
  for (int steps = 0; steps < 30; ++steps) {
    asio::io_context context(1);
    {
      client by(context, options());
      auto handle = by.session(id);
      auto stream = handle.stream();
      stream.next([](std::exception_ptr, std::optional<event>) {});
      handle.status([](std::exception_ptr, session_status) {});
      for (int step = 0; step < steps; ++step) context.run_one_for(5ms);
    }
    context.run_for(60s);
    EXPECT_TRUE(context.stopped());  // a destroyed stream polls no more
  }
}

TEST_F(lifetimes, of_streams_end_with_closed_after_what_is_buffered_when_the_client_closes) {
  serve();
  auto const id = platform().add_session(events(3));
  auto by = make_client();
  auto handle = by.session(id);
  auto stream = handle.stream();
  run([&]() -> asio::awaitable<void> {
    co_await handle.next_event();
    co_await stream.next();
    co_await until_parked(2);
    client copy = by;
    co_await copy.close();
    std::vector<event> got;
    std::exception_ptr failure;
    try {
      for (;;) got.push_back(*co_await stream.next());
    } catch (...) {
      failure = std::current_exception();
    }
    EXPECT_EQ(to_error(failure).code(), errc::closed);
    EXPECT_EQ(got.size(), 2u);
    while (platform().account().open_connections > 0) co_await asio::post(io, asio::use_awaitable);
  });
  EXPECT_EQ(failure(stream.next()).code(), errc::closed);
  await(handle.next_event());  // two events were buffered for the session's own cursor as well
  await(handle.next_event());
  EXPECT_EQ(failure(handle.next_event()).code(), errc::closed);
  EXPECT_EQ(failure(handle.next_event()).code(),
            errc::closed);  // and it stays so: nothing is looked at again
  EXPECT_EQ(failure(handle.status()).code(), errc::closed);
  EXPECT_EQ(failure(by.start_session(session_request("h/web-surfer-pro", "x"))).code(), errc::closed);
  EXPECT_EQ(failure([&]() -> asio::awaitable<void> {
              auto made = by.session(id).stream();
              co_await made.next();
            }())
                .code(),
            errc::closed);
  await(by.close());
  EXPECT_EQ(by.stats().connections_open, 0u);
}

TEST_F(lifetimes, of_calls_under_way_end_with_closed_at_once_when_the_client_closes) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script());
  platform().fail(fault::reply(503, "", {{"Retry-After", "60"}}).route("GET /sessions/quota"));
  auto by = make_client();
  auto handle = by.session(id);
  run([&]() -> asio::awaitable<void> {
    std::vector<boost::system::error_code> ends;
    bool closed = false;
    auto const ended = [&](std::exception_ptr failure) {
      EXPECT_FALSE(closed) << "close() waits for them";
      ends.push_back(to_error(failure).code());
    };
    handle.changes(changes_query().wait(25s),
                   [&](std::exception_ptr failure, std::optional<session_changes>) { ended(failure); });
    handle.wait_for_completion([&](std::exception_ptr failure, run_result) { ended(failure); });
    by.quota([&](std::exception_ptr failure, quota_status) { ended(failure); });  // pauses after a 503
    co_await until_parked(2);
    while (by.stats().retries == 0) co_await asio::post(io, asio::use_awaitable);
    by.close([&](std::exception_ptr failure) {
      EXPECT_FALSE(failure);
      closed = true;
    });
    while (!closed) co_await asio::post(io, asio::use_awaitable);
    EXPECT_EQ(ends, (std::vector<boost::system::error_code>(3, errc::closed)));
  });
  EXPECT_EQ(by.stats().connections_open, 0u);
}

TEST_F(lifetimes, of_a_held_up_stream_do_not_hold_close_up) {
  serve();
  auto const id = platform().add_session(events(20));
  auto by = make_client();
  auto stream = by.session(id).stream(stream_options().buffer(4));
  run([&]() -> asio::awaitable<void> {
    co_await stream.next();
    co_await by.close();
  });
}

TEST_F(lifetimes, of_streams_on_several_threads_are_independent) {
  serve(platform_options().page_cap(5));
  std::vector<std::string> ids;
  for (int i = 0; i < 12; ++i) ids.push_back(platform().add_session(finished(40)));
  asio::io_context pool(4);
  client const by(pool, options());
  std::vector<std::vector<event>> got(ids.size());
  std::atomic<int> ended = 0;
  auto const read = [&](std::size_t i) -> asio::awaitable<void> {
    auto handle = by.session(ids[i]);
    got[i] = co_await rest_of(handle);
    co_await handle.status();
  };
  for (std::size_t i = 0; i < ids.size(); ++i) {
    asio::co_spawn(asio::make_strand(pool), read(i), [&](std::exception_ptr failure) {
      EXPECT_FALSE(failure);
      ++ended;
    });
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { pool.run_for(60s); });
  for (auto& each : threads) each.join();
  EXPECT_EQ(ended, 12);
  for (std::size_t i = 0; i < ids.size(); ++i) expect_whole(got[i], ids[i]);
}

TEST_F(lifetimes, of_events_go_beyond_all_others) {
  std::vector<event> kept;
  std::vector<std::string> held;
  {
    serve();
    auto const id = platform().add_session(finished(3));
    asio::io_context context(1);
    auto stream = std::make_shared<event_stream>(client(context, options()).session(id).stream());
    auto const read = [&]() -> asio::awaitable<void> { kept = co_await rest_of(*stream); };
    asio::co_spawn(context, read(), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    context.run_for(60s);
    held = platform().events(id);
  }
  ASSERT_EQ(kept.size(), held.size());
  for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i].raw(), held[i]);
}

}  // namespace
}  // namespace hai::test
