// What follows a message: turns that go on, ends that are held back (semantics 5 and 8).

#include "session/session_core.hpp"
#include "skewed_machine.hpp"
#include "wire_fixture.hpp"

namespace hai::test {
namespace {

class turns : public wire_test {
 protected:
  /// A session that rests after its first turn, and ends with "second" after a message.
  script two_turns() {
    return script()
        .answer(0ms, R"("first")")
        .ends("idle")
        .on_message(script().answer(0ms, R"("second")").ends("completed"));
  }

  /// The first stream of a client has drained the tail: its end waits to be read.
  asio::awaitable<void> until_the_end_is_buffered(client const& by) {
    while (by.stats().polls_204 == 0) co_await asio::post(io, asio::use_awaitable);
  }
};

TEST_F(turns, go_on_with_the_same_cursor_after_a_message) {
  serve();
  auto const id = platform().add_session(two_turns());
  auto handle = make_client().session(id);
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    auto got = co_await rest_of(handle);
    EXPECT_EQ(handle.result().state, session_state::idle);
    co_await handle.send_message(user_message("and now?"));
    for (auto& each : co_await rest_of(handle)) got.push_back(std::move(each));
    co_return got;
  });
  expect_whole(all, id);
  EXPECT_EQ(handle.result().state, session_state::completed);
  EXPECT_EQ(handle.result().answer, "second");
}

TEST_F(turns, end_again_when_nothing_was_sent) {
  serve(platform_options().empty_after_end(true));
  auto const id = platform().add_session(two_turns());
  auto handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    EXPECT_FALSE(co_await handle.next_event());
    EXPECT_EQ(handle.result().answer, "first");
  });
}

TEST_F(turns, wait_for_a_message_that_shows_late) {
  serve(platform_options().manual_time(true).message_lag(2s));
  auto const id = platform().add_session(two_turns());
  platform().advance(0ms);
  for (int look = 0; look < 6; ++look) when_parked([&] { platform().advance(1s); });
  auto handle = make_client().session(id);
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    auto got = co_await rest_of(handle);
    co_await handle.send_message(user_message("and now?"));
    for (auto& each : co_await rest_of(handle)) got.push_back(std::move(each));
    co_return got;
  });
  expect_whole(all, id);
  EXPECT_EQ(handle.result().answer, "second");
}

TEST_F(turns, wait_for_a_message_that_was_sent_before_the_first_read) {
  serve(platform_options().manual_time(true).message_lag(2s));
  auto const id = platform().add_session(two_turns());
  platform().advance(0ms);
  for (int look = 0; look < 6; ++look) when_parked([&] { platform().advance(1s); });
  auto handle = make_client().session(id);
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    co_await handle.send_message(user_message("and now?"));
    co_return co_await rest_of(handle);
  });
  expect_whole(all, id);
  EXPECT_EQ(handle.result().answer, "second");
}

TEST_F(turns, wait_for_a_message_of_a_handle_that_has_yet_to_read_the_past) {
  serve(platform_options().manual_time(true).message_lag(2s));
  auto const id = platform().add_session(
      script()
          .event(0ms, "AgentEvent", R"({"kind":"message_event","caller_id":"user","content":["begin"]})")
          .event(0ms, "ActiveStateChangeEvent", R"({"state":"running","pending_tool_calls":null})")
          .answer(0ms, R"("first")")
          .ends("idle")
          .on_message(script().answer(0ms, R"("second")").ends("completed")));
  platform().advance(0ms);
  for (int look = 0; look < 6; ++look) when_parked([&] { platform().advance(1s); });
  auto handle = make_client().session(id);
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    co_await handle.send_message(user_message("and now?"));
    co_return co_await rest_of(handle);
  });
  expect_whole(all, id);
  EXPECT_EQ(handle.result().answer, "second");
}

TEST_F(turns, hold_back_the_end_of_a_stream_made_after_the_message) {
  serve(platform_options().manual_time(true).message_lag(2s));
  auto const id = platform().add_session(two_turns());
  platform().advance(0ms);
  for (int look = 0; look < 6; ++look) when_parked([&] { platform().advance(1s); });
  auto handle = make_client().session(id);
  await(handle.send_message(user_message("and now?")));
  auto stream = handle.stream();
  expect_whole(await(rest_of(stream)), id);
  EXPECT_EQ(stream.result().answer, "second");
}

TEST_F(turns, hold_back_the_end_of_a_stream_made_while_the_message_is_on_the_wire) {
  serve();
  auto const id = platform().add_session(two_turns());
  platform().fail(fault::reply(429, "", {{"Retry-After", "1"}}).route(messages_route));
  auto const by = make_client();
  std::optional<std::exception_ptr> sent;
  by.session(id).send_message("and now?", [&](std::exception_ptr failure) { sent = failure; });
  run([&]() -> asio::awaitable<void> {
    while (requests(messages_route) == 0) co_await asio::post(io, asio::use_awaitable);
  });
  auto stream = by.session(id).stream();
  expect_whole(await(rest_of(stream)), id);
  EXPECT_EQ(stream.result().answer, "second");
  EXPECT_TRUE(sent && !*sent);
}

TEST_F(turns, withdraw_an_end_that_nobody_has_read) {
  serve();
  auto const id = platform().add_session(two_turns());
  auto const by = make_client();
  auto handle = by.session(id);
  auto stream = handle.stream();
  run([&]() -> asio::awaitable<void> {
    co_await stream.next();
    co_await until_the_end_is_buffered(by);
    co_await handle.send_message(user_message("and now?"));
    co_await rest_of(stream);
  });
  EXPECT_EQ(stream.result().answer, "second");
}

TEST_F(turns, restart_a_session_that_had_ended) {
  serve();
  auto const id =
      platform().add_session(finished(1).on_message(script().answer(0ms, R"("again")").ends("completed")));
  auto handle = make_client().session(id);
  run([&]() -> asio::awaitable<void> {
    co_await rest_of(handle);
    co_await handle.send_message(user_message("once more"));
    co_await rest_of(handle);
  });
  EXPECT_EQ(handle.result().answer, "again");
}

TEST_F(turns, take_the_state_at_its_word_when_the_message_never_shows) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(two_turns());
  platform().advance(0ms);
  platform().fail(fault::reply(202).route(messages_route));
  auto const machine = std::make_shared<skewed_machine>();
  auto const made = options();
  auto const client_core = api::client_core::make(io.get_executor(), made, machine);
  auto const session =
      std::make_shared<detail::session_core>(api::caller{client_core, api::settings_from(made)}, id, 0);
  for (int look = 0; look < 8; ++look) {
    when_parked([&] {
      machine->put_forward(4s);
      platform().advance(4s);
    });
  }
  auto const ends = [&]() -> asio::awaitable<void> {
    while (auto const each = co_await detail::take_next(session->cursor())) {
    }
  };
  run(ends);
  auto const before = machine->now();
  run([&] {
    std::vector<user_message> const lost{user_message("lost")};
    return session->send_messages(session->who(), lost);
  });
  run(ends);
  EXPECT_EQ(session->result().state, session_state::idle);
  EXPECT_GE(machine->now() - before, 15s);
  session->close();
}

/// Calls `action` once, on the stream's strand, when a stream has recovered.
class on_recovery final : public observer {
 public:
  explicit on_recovery(std::function<void()> action) : action_(std::move(action)) {}
  void on_stream_recovered(std::string const&, std::chrono::milliseconds) noexcept override {
    if (auto const action = std::exchange(action_, nullptr)) action();
  }

 private:
  std::function<void()> action_;
};

TEST_F(turns, may_begin_in_the_very_step_that_tells_the_end_before) {
  serve();
  auto const id = platform().add_session(two_turns());
  platform().fail(fault::reply(503).route(changes_route).skip(1));  // it is the drained tail that recovers
  std::shared_ptr<api::client_core> core;
  auto const made = options().observer(std::make_shared<on_recovery>([&] {
    platform().play(
        id, script().event(0ms, "ActiveStateChangeEvent", R"({"state":"running"})").state(0ms, "running"));
    platform().play(id, finished(2));
    auto const now = std::chrono::steady_clock::now();
    core->listeners().message_going(id, 1, {"and now?"});
    core->listeners().message_settled(id, now, now);
  }));
  core = api::client_core::make(io.get_executor(), made);
  auto const session =
      std::make_shared<detail::session_core>(api::caller{core, api::settings_from(made)}, id, 0);
  auto const all = run([&]() -> asio::awaitable<std::vector<event>> {
    std::vector<event> got;
    while (auto each = co_await detail::take_next(session->cursor())) got.push_back(std::move(*each));
    co_return got;
  });
  expect_whole(all, id);
  EXPECT_EQ(session->result().answer, "done");
}

TEST_F(turns, keep_their_end_when_the_message_is_refused) {
  serve(platform_options().manual_time(true));  // a long-poll would never end
  auto const id = platform().add_session(two_turns());
  platform().advance(0ms);
  platform().fail(fault::reply(409, R"({"detail":"not now"})").route(messages_route));
  auto const by = make_client();
  auto handle = by.session(id);
  auto stream = handle.stream();
  run([&]() -> asio::awaitable<void> {
    co_await stream.next();
    co_await until_the_end_is_buffered(by);
    std::exception_ptr refused;
    try {
      co_await handle.send_message(user_message("and now?"));
    } catch (...) {
      refused = std::current_exception();
    }
    EXPECT_EQ(to_error(refused).code(), errc::conflict);
    EXPECT_FALSE(co_await within(10s, stream.next()));
  });
  EXPECT_EQ(stream.result().state, session_state::idle);
  EXPECT_EQ(stream.result().answer, "first");
}

TEST_F(turns, may_be_begun_at_any_step_of_the_end_before) {
  serve(platform_options().empty_after_end(true));
  auto const by = make_client();
  for (int steps = 0; steps < 60; ++steps) {
    auto const id = platform().add_session(two_turns());
    auto handle = by.session(id);
    auto stream = handle.stream(stream_options().until(until::terminal));
    auto idle_too = handle.stream();
    std::optional<std::exception_ptr> first, sent;
    idle_too.next([&](std::exception_ptr failure, std::optional<event>) { first = failure; });
    io.restart();
    for (int step = 0; step < steps; ++step) io.run_one_for(20ms);
    handle.send_message(user_message("and now?"), [&](std::exception_ptr failure) { sent = failure; });
    run([&]() -> asio::awaitable<void> {
      while (!first || !sent) co_await asio::post(io, asio::use_awaitable);
      EXPECT_FALSE(*first || *sent);
      co_await rest_of(stream);
      co_await rest_of(idle_too);
    });
    EXPECT_EQ(stream.result().answer, "second");
    // It may have told the first turn's end before the message; then that stays its end.
    EXPECT_TRUE(idle_too.result().answer == "second" || idle_too.result().state == session_state::idle);
  }
}

/// A stream whose poll is parked for ever: only a look that is asked for sees what changes without an event.
class parked_turns : public turns {
 protected:
  void SetUp() override {
    serve(platform_options().manual_time(true));
    id = platform().add_session(events(1).command_events(false).echo_messages(false));
    platform().advance(0ms);
    by.emplace(make_client());
    stream.emplace(by->session(id).stream());
    run([this]() -> asio::awaitable<void> {
      co_await stream->next();
      co_await until_parked(1);
    });
  }

  std::string id;
  std::optional<client> by;
  std::optional<event_stream> stream;
};

TEST_F(parked_turns, are_looked_at_once_after_a_cancel) {
  await(by->session(id).cancel());
  await(rest_of(*stream));
  EXPECT_EQ(stream->result().state, session_state::interrupted);
}

TEST_F(parked_turns, are_looked_at_once_after_a_forced_answer) {
  platform().fail(fault::reply(202).route("POST /sessions/{id}/force_answer"));
  platform().play(id, script().silent_answer(0ms, R"("so far")").ends("timed_out"));
  await(by->session(id).force_answer());
  await(rest_of(*stream));
  EXPECT_EQ(stream->result().state, session_state::timed_out);
  EXPECT_EQ(stream->result().answer, "so far");
}

TEST_F(parked_turns, are_looked_at_once_after_a_message) {
  auto const before = requests(status_route);
  await(by->session(id).send_message("go on"));
  run([&]() -> asio::awaitable<void> {
    while (requests(status_route) == before) co_await asio::post(io, asio::use_awaitable);
  });
}

}  // namespace
}  // namespace hai::test
