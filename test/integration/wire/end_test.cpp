// How a stream ends, and what that costs (semantics 2).

#include "wire_fixture.hpp"

namespace hai::test {
namespace {

class end_of_stream : public wire_test {};

TEST_F(end_of_stream, tells_a_completed_session_with_its_outcome) {
  serve();
  auto const id = platform().add_session(finished(2));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.id, id);
  EXPECT_EQ(result.state, session_state::completed);
  EXPECT_EQ(result.outcome, "success");
  EXPECT_EQ(result.error, std::nullopt);
  EXPECT_TRUE(result.events.empty());
}

TEST_F(end_of_stream, takes_the_cause_of_a_failure_from_the_status) {
  serve();
  auto const id =
      platform().add_session(events(2).ends("failed", "No browser.", "environment_error", "blocked"));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::failed);
  EXPECT_EQ(result.error, "No browser.");
  EXPECT_EQ(result.error_code, "environment_error");
  EXPECT_EQ(result.outcome, "blocked");
  EXPECT_TRUE(result.answer.is_null());
}

TEST_F(end_of_stream, comes_at_each_settled_state) {
  serve(platform_options().empty_after_end(true));
  for (auto const& state : {session_state::idle, session_state::timed_out, session_state::interrupted,
                            session_state::completed, session_state::failed}) {
    auto const id = platform().add_session(events(1).ends(std::string(state.name())));
    EXPECT_EQ(follow(make_client(), id).state, state);
  }
}

TEST_F(end_of_stream, keeps_a_state_that_is_not_known_from_ending_it) {
  serve();
  auto const id = platform().add_session(events(1).state(0ms, "reticulating"));
  when_parked([&] { platform().play(id, finished(1)); });
  EXPECT_EQ(follow(make_client(), id).state, session_state::completed);
}

TEST_F(end_of_stream, is_sticky) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto stream = make_client().session(id).stream();
  await(rest_of(stream));
  auto const before = all_requests();
  EXPECT_FALSE(await(stream.next()));
  EXPECT_TRUE(await(stream.next_batch()).empty());
  EXPECT_EQ(all_requests(), before);
}

TEST_F(end_of_stream, has_no_result_before_it_is_read) {
  serve();
  auto const id = platform().add_session(finished(1));
  auto stream = make_client().session(id).stream();
  await(stream.next());
  EXPECT_EQ(stream.result().id, "");
  await(rest_of(stream));
  EXPECT_EQ(stream.result().id, id);
}

TEST_F(end_of_stream, of_a_session_that_died_before_any_event) {
  serve();
  auto const id =
      platform().add_session(script().starts("pending").ends("failed", "Never started.", "internal"));
  std::atomic<int> polls_held = 0;
  when_parked([&] { ++polls_held; });
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::failed);
  EXPECT_EQ(result.error, "Never started.");
  EXPECT_EQ(polls_held, 0);
}

TEST_F(end_of_stream, costs_no_long_poll_when_the_session_has_ended) {
  for (bool const at_once : {true, false}) {
    serve(platform_options().empty_after_end(at_once).manual_time(true));  // a parked poll would never end
    auto const id = platform().add_session(finished(3));
    platform().advance(1s);
    follow(make_client(), id);
    EXPECT_EQ(requests(changes_route), 2u);  // the page, and the empty one after it
    EXPECT_EQ(requests(status_route), 1u);
  }
}

TEST_F(end_of_stream, costs_no_long_poll_when_it_is_announced_during_one) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(events(1));
  when_parked([&] {
    platform().play(id, script().answer(0ms, R"("42")").ends("completed"));
    platform().advance(0ms);
  });
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.answer, "42");
  EXPECT_LE(requests(changes_route), 4u);
}

TEST_F(end_of_stream, is_found_soon_when_the_state_follows_the_answer_late) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(events(1));
  when_parked([&] {
    platform().play(id, script().answer(0ms, R"("42")").wait(500ms).ends("completed"));
    platform().advance(0ms);
  });
  when_parked([&] { platform().advance(1s); });  // a look of one second, not a long-poll
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::completed);
  for (auto const& each : platform().account().recent) {
    if (each.number > 5) {
      EXPECT_LE(each.wait_for_seconds.value_or(0), 4u) << each.target;
    }
  }
}

TEST_F(end_of_stream, is_seen_when_a_parked_poll_ends_if_the_state_changes_silently) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(events(1));
  when_parked([&] {
    platform().play(id, script().ends("timed_out", "Too long.", "timeout"));
    platform().advance(25s);
  });
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.state, session_state::timed_out);
  EXPECT_EQ(result.error_code, "timeout");
}

TEST_F(end_of_stream, drains_what_came_between_the_page_and_the_status) {
  std::string id;
  serve(platform_options().page_cap(3).on_request([&](sim::request_record const& request) {
    if (request.route == status_route && platform().events(id).size() == 3)
      platform().play(id, events(5).ends("completed"));
  }));
  id = platform().add_session(events(3).ends("completed"));
  auto const result = follow(make_client(), id);
  EXPECT_EQ(result.next_index, 8u);
}

TEST_F(end_of_stream, waits_for_an_answer_that_has_not_come_when_it_completed) {
  serve();
  auto const id = platform().add_session(events(1).ends("completed"));
  when_parked([&] { platform().play(id, script().answer(0ms, R"("late")").ends("completed")); });
  EXPECT_EQ(follow(make_client(), id).answer, "late");
}

TEST_F(end_of_stream, until_terminal_goes_on_across_idle_turns) {
  serve(platform_options().manual_time(true));
  auto const id = platform().add_session(script().answer(0ms, R"("one")").ends("idle"));
  for (int look = 0; look < 3; ++look) {
    when_parked([&, look] {
      if (look == 2)
        platform().play(id, script().state(0ms, "running").answer(0ms, R"("two")").ends("completed"));
      platform().advance(25s);
    });
  }
  platform().advance(0ms);
  auto stream = make_client().session(id).stream(stream_options().until(until::terminal));
  expect_whole(await(rest_of(stream)), id);
  EXPECT_EQ(stream.result().state, session_state::completed);
  EXPECT_EQ(stream.result().answer, "two");
  EXPECT_EQ(stream.next_index(), 2u);
}

TEST_F(end_of_stream, makes_no_hot_loop_of_a_server_that_does_not_hold_its_polls) {
  serve();
  auto const id = platform().add_session(events(1));
  platform().fail(fault::reply(204).route(changes_route).skip(1).times(4));
  when_parked([&] { platform().play(id, finished(1)); });
  auto const before = std::chrono::steady_clock::now();
  follow(make_client(), id);
  EXPECT_GE(std::chrono::steady_clock::now() - before, 1500ms);  // 100 + 200 + 400 + 800 ms of pauses
}

}  // namespace
}  // namespace hai::test
