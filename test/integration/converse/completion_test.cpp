// run_session and wait_for_completion: what they bring, and how they end early.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

#include "integration/wire/wire_fixture.hpp"

namespace hai::test {
namespace {

class completion : public wire_test {
 protected:
  sim::platform& serve_runs_of(script each, platform_options options = platform_options()) {
    options.on_create([each](boost::json::object const&) { return each; });
    return serve(std::move(options));
  }

  static std::vector<std::uint64_t> indexes(std::vector<event> const& events) {
    std::vector<std::uint64_t> all;
    for (auto const& each : events) all.push_back(each.index());
    return all;
  }
};

TEST_F(completion, brings_everything_about_the_run) {
  serve_runs_of(events(3).answer(0ms, R"("done")").ends("completed", {}, {}, "success"));
  auto const result = await(make_client().run_session(session_request("h/agent", "Do it.")));
  EXPECT_EQ(result.state, session_state::completed);
  EXPECT_EQ(result.answer, "done");
  EXPECT_EQ(result.outcome, "success");
  EXPECT_EQ(result.next_index, 4u);
  ASSERT_TRUE(result.agent_view_url);
  EXPECT_NE(result.agent_view_url->find("http"), std::string::npos);
  expect_whole(result.events, result.id);
}

TEST_F(completion, brings_error_and_code_of_a_run_that_failed) {
  serve_runs_of(events(1).ends("failed", "browser crashed", "environment_error"));
  auto const result = await(make_client().run_session(session_request("h/agent", "Do it.")));
  EXPECT_EQ(result.state, session_state::failed);
  EXPECT_EQ(result.error, "browser crashed");
  EXPECT_EQ(result.error_code, "environment_error");
  EXPECT_TRUE(result.answer.is_null());
}

TEST_F(completion, holds_no_events_where_none_are_wanted) {
  serve_runs_of(finished(3));
  run_options options;
  options.include_events(false);
  auto const result = await(make_client().run_session(session_request("h/agent", "Do it."), options));
  EXPECT_TRUE(result.events.empty());
  EXPECT_EQ(result.next_index, 4u);
}

TEST_F(completion, gives_the_handle_before_the_first_poll) {
  serve_runs_of(finished(1));
  std::string id;
  std::uint64_t polls = 99;
  run_options options;
  options.on_started([&](session handle) {
    id = handle.id();
    polls = requests(changes_route);
  });
  auto const result = await(make_client().run_session(session_request("h/agent", "Do it."), options));
  EXPECT_EQ(id, result.id);
  EXPECT_EQ(polls, 0u);
}

TEST_F(completion, shows_each_event_in_order_as_it_comes) {
  serve_runs_of(finished(5), platform_options().page_cap(2));
  std::vector<event> seen;
  run_options options;
  options.on_event([&](event const& each) { seen.push_back(each); });
  auto const result = await(make_client().run_session(session_request("h/agent", "Do it."), options));
  EXPECT_EQ(indexes(seen), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(indexes(result.events), indexes(seen));
}

TEST_F(completion, fails_with_what_a_callback_throws) {
  serve_runs_of(finished(2));
  run_options options;
  options.on_event([](event const&) { throw std::runtime_error("disk full"); });
  auto const why = failure(make_client().run_session(session_request("h/agent", "Do it."), options));
  EXPECT_STREQ(why.what(), "disk full");
}

TEST_F(completion, is_over_at_the_deadline_though_the_server_holds_the_poll) {
  serve();
  auto const id = platform().add_session(events(2));
  auto handle = make_client().session(id);
  run_options options;
  options.deadline(150ms);
  auto const why = failure(handle.wait_for_completion(options));
  EXPECT_EQ(why.code(), errc::timed_out);
  EXPECT_NE(std::string(why.what()).find(id), std::string::npos);
  EXPECT_EQ(platform().account().polls_204, 0u) << "the parked poll was waited for";
}

TEST_F(completion, loses_no_event_at_the_deadline) {
  serve();
  auto const id = platform().add_session(events(2));
  auto handle = make_client().session(id);
  run_options options;
  options.deadline(150ms);
  EXPECT_EQ(failure(handle.wait_for_completion(options)).code(), errc::timed_out);
  EXPECT_EQ(handle.next_index(), 0u);
  platform().play(id, finished(1));
  auto const first = await(handle.next_event());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->index(), 0u);
  auto const result = await(handle.wait_for_completion());
  EXPECT_EQ(indexes(result.events), (std::vector<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(result.answer, "done");
}

TEST_F(completion, does_not_show_an_event_twice_after_the_deadline) {
  serve();
  auto const id = platform().add_session(events(2));
  auto handle = make_client().session(id);
  std::vector<event> seen;
  run_options options;
  options.deadline(150ms).on_event([&](event const& each) { seen.push_back(each); });
  EXPECT_EQ(failure(handle.wait_for_completion(options)).code(), errc::timed_out);
  platform().play(id, finished(1));
  options.deadline(60s);
  await(handle.wait_for_completion(options));
  expect_whole(seen, id);
}

TEST_F(completion, counts_the_creation_into_the_deadline) {
  serve_runs_of(finished(1));
  platform().fail(fault::silence().route("POST /sessions"));
  run_options options;
  options.deadline(150ms);
  auto const why = failure(make_client().run_session(session_request("h/agent", "Do it."), options));
  EXPECT_EQ(why.code(), errc::timed_out);
}

TEST_F(completion, is_over_when_cancelled_and_loses_no_event) {
  serve();
  auto const id = platform().add_session(events(2));
  auto handle = make_client().session(id);
  asio::cancellation_signal stop;
  bool done = false;
  std::exception_ptr failed;
  handle.wait_for_completion(asio::bind_cancellation_slot(
      stop.slot(), [&](std::exception_ptr e, run_result) { failed = e, done = true; }));
  await(until_parked(1));
  stop.emit(asio::cancellation_type::total);
  drive(done);
  EXPECT_EQ(to_error(failed).code(), asio::error::operation_aborted);
  platform().play(id, finished(1));
  expect_whole(await(handle.wait_for_completion()).events, id);
}

TEST_F(completion, wants_the_cursor_for_itself) {
  serve();
  auto const id = platform().add_session(events(0));
  auto handle = make_client().session(id);
  bool done = false;
  handle.next_event([&](std::exception_ptr, std::optional<event>) { done = true; });
  await(until_parked(1));
  EXPECT_EQ(failure(handle.wait_for_completion()).code(), errc::already_waiting);
  platform().play(id, finished(1));
  drive(done);
  await(handle.wait_for_completion());
}

TEST_F(completion, keeps_other_reads_off_the_cursor) {
  serve();
  auto const id = platform().add_session(events(0));
  auto handle = make_client().session(id);
  bool done = false;
  handle.wait_for_completion([&](std::exception_ptr, run_result) { done = true; });
  await(until_parked(1));
  EXPECT_EQ(failure(handle.next_event()).code(), errc::already_waiting);
  EXPECT_EQ(failure(handle.wait_for_completion()).code(), errc::already_waiting);
  platform().play(id, finished(1));
  drive(done);
}

TEST_F(completion, goes_past_idle_where_only_the_end_counts) {
  serve();
  auto const id =
      platform().add_session(script().idle_timeout(300ms).answer(0ms, R"("so far")").ends("idle"));
  auto handle = make_client().session(id);
  run_options options;
  options.until(until::terminal).wait(1s);
  auto const result = await(handle.wait_for_completion(options));
  EXPECT_EQ(result.state, session_state::completed);
  EXPECT_EQ(result.answer, "so far");
}

TEST_F(completion, of_the_turn_comes_at_idle_after_a_wait_for_the_end) {
  serve();
  auto const id = platform().add_session(script().answer(0ms, R"("so far")").ends("idle"));
  auto handle = make_client().session(id);
  run_options options;
  options.until(until::terminal).deadline(300ms);
  EXPECT_EQ(failure(handle.wait_for_completion(options)).code(), errc::timed_out);
  EXPECT_EQ(await(handle.wait_for_completion()).state, session_state::idle);
}

TEST_F(completion, comes_again_with_the_same_answer) {
  serve(platform_options().empty_after_end(true));
  auto const id = platform().add_session(finished(1));
  auto handle = make_client().session(id);
  EXPECT_EQ(await(handle.wait_for_completion()).answer, "done");
  auto const again = await(handle.wait_for_completion());
  EXPECT_EQ(again.answer, "done");
  EXPECT_TRUE(again.events.empty());
}

TEST_F(completion, refuses_a_wait_that_the_server_would_not_take) {
  serve();
  run_options options;
  options.wait(26s);
  auto const before = all_requests();
  EXPECT_EQ(failure(make_client().session("s").wait_for_completion(options)).code(), errc::invalid_argument);
  EXPECT_EQ(failure(make_client().run_session(session_request("h/agent", "x"), options)).code(),
            errc::invalid_argument);
  EXPECT_EQ(all_requests(), before);
}

TEST_F(completion, of_an_empty_handle_fails_as_closed) {
  EXPECT_EQ(failure(session().wait_for_completion()).code(), errc::closed);
}

TEST_F(completion, runs_through_a_future) {
  serve_runs_of(finished(1));
  auto done = make_client().run_session(session_request("h/agent", "Do it."), asio::use_future);
  io.run();
  EXPECT_EQ(done.get().answer, "done");
}

}  // namespace
}  // namespace hai::test
