// What a stream outlives, and what ends it.

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>

#include "follow_table.hpp"

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

error failure_of(errc code) { return error(code, "GET /sessions/{id}/changes: it failed"); }

error reply_of(int status, errc code, std::string body = {}) {
  error::reply_facts facts;
  facts.status = status;
  facts.body = std::move(body);
  return error(code, "GET /sessions/{id}/changes: " + std::to_string(status), facts);
}

happening refuses_the_wait() {
  return fails(reply_of(422, errc::invalid_request, R"({"detail":[{"loc":["query","wait_for_seconds"]}]})"));
}

TEST(FollowerFailure, what_is_transient_is_asked_again_after_a_pause) {
  for (auto const& lost :
       {failure_of(errc::connect_failed), failure_of(errc::timed_out), failure_of(errc::bad_reply),
        failure_of(errc::bad_json), reply_of(429, errc::rate_limited), reply_of(503, errc::server_error),
        error(boost::asio::error::connection_reset, "reset")}) {
    follow_bench bench;
    play(bench, {{"poll 0", fails(lost)},
                 {"pause 1000 ms"},
                 {"poll 0", nothing()},
                 {"status", fails(lost)},
                 {"pause 1000 ms"},
                 {"status", says(running)},
                 {"poll 25", fails(lost)},
                 {"pause 1000 ms"},
                 {"poll 0"}});
  }
}

TEST(FollowerFailure, where_held_polls_are_always_lost_a_silent_end_is_found_all_the_same) {
  follow_bench bench;
  auto const lost = fails(failure_of(errc::bad_reply));
  play(bench, {{"poll 0", page(running, {answered("42")})},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 1", lost},  // between two looks
               {"pause 1000 ms"},
               {"status", says(running)},
               {"poll 1", nothing()},
               {"status", says(running)},
               {"poll 2", nothing()},
               {"status", says(running)},
               {"poll 4", nothing()},
               {"status", says(running)},
               {"poll 25", lost},
               {"pause 1000 ms"},
               {"poll 0", nothing()},
               {"status", says(running)},
               {"poll 25", lost},
               {"pause 1000 ms"},
               {"poll 0", nothing()},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"end"}});
}

TEST(FollowerFailure, a_last_chance_that_is_lost_does_not_keep_the_end) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", says(completed)},
               {"poll 0", nothing()},
               {"poll 1", fails(failure_of(errc::bad_reply))},
               {"pause 1000 ms"},
               {"poll 0", nothing()},
               {"snapshot", snapshot_has("late")},
               {"end"}});
}

TEST(FollowerFailure, a_last_chance_that_is_lost_at_once_still_has_its_second) {
  follow_bench bench;
  play(bench, {{"poll 0", page(idle, {spoken_to()})},  // the agent has the message, and is about to wake
               {"status", says(idle)},
               {"poll 0", nothing()},
               {"poll 1", fails(failure_of(errc::bad_reply), 50ms)},
               {"pause 1000 ms"},
               {"poll 0", page(running, {at_work()})},
               {"poll 25"}});
}

TEST(FollowerFailure, what_will_not_heal_fails_at_once) {
  for (auto const& final :
       {reply_of(401, errc::unauthorized), reply_of(403, errc::forbidden), reply_of(404, errc::not_found),
        reply_of(422, errc::invalid_request), failure_of(errc::certificate), failure_of(errc::no_api_key)}) {
    follow_bench bench;
    play(bench, {{"poll 0", nothing()}, {"status", fails(final)}, {"fail"}, {"fail"}});
    EXPECT_EQ(bench.subject.failure().code(), final.code());
    EXPECT_EQ(bench.subject.failure().status(), final.status());
  }
}

TEST(FollowerFailure, a_failed_one_that_is_resumed_goes_on_from_its_cursor) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {some_event(), some_event()})},
               {"poll 25", fails(reply_of(404, errc::not_found))},
               {"fail", [](follow_bench& at) { at.subject.resume(); }},
               {"poll 0"}});
  EXPECT_EQ(bench.subject.cursor(), 2u);
}

TEST(FollowerFailure, it_gives_up_after_the_time_for_that_with_the_last_cause) {
  follow_options options;
  options.give_up_after = 2500ms;
  follow_bench bench(options);
  play(bench, {{"poll 0", fails(failure_of(errc::connect_failed))},
               {"pause 1000 ms"},
               {"poll 0", fails(failure_of(errc::timed_out))},
               {"pause 1000 ms"},
               {"poll 0", fails(failure_of(errc::timed_out))},
               {"pause 500 ms"},  // the last attempt is made when the time is over, not before
               {"poll 0", fails(reply_of(503, errc::server_error))},
               {"fail"}});
  EXPECT_EQ(bench.subject.failure().code(), errc::gave_up);
  EXPECT_EQ(bench.subject.failure().status(), 503);
  EXPECT_NE(std::string(bench.subject.failure().what()).find("/changes: 503"), std::string::npos);
}

TEST(FollowerFailure, a_good_reply_breaks_the_failure) {
  follow_options options;
  options.give_up_after = 2s;
  follow_bench bench(options);
  auto const lost = fails(failure_of(errc::connect_failed));
  play(bench, {{"poll 0", lost},
               {"pause 1000 ms"},
               {"poll 0", page(running, {some_event()})},
               {"poll 25", lost},
               {"pause 1000 ms"},
               {"poll 0", nothing()},
               {"status", lost},
               {"pause 1000 ms"},
               {"status", says(running)},
               {"poll 25", lost},
               {"pause 1000 ms"},
               {"poll 0"}});
  EXPECT_TRUE(bench.subject.failing());
}

TEST(FollowerFailure, a_client_that_never_had_a_reply_gives_up_after_30_s) {
  follow_bench bench;
  auto const start = bench.now;
  do {
    bench.step = bench.subject.next(bench.now);
    if (bench.step.what == follow_step::kind::pause)
      bench.now = bench.step.until;
    else if (bench.step.what == follow_step::kind::poll)
      bench.subject.on_failure(bench.now, failure_of(errc::connect_failed), 4s, false, false);
  } while (bench.step.what != follow_step::kind::fail);
  EXPECT_EQ(bench.now - start, 30s);
  EXPECT_EQ(bench.subject.failure().code(), errc::gave_up);
  EXPECT_TRUE(std::string_view(bench.subject.failure().what()).starts_with("gave up after 30 s "));
}

TEST(FollowerFailure, a_422_that_names_the_wait_steps_it_down_for_good) {
  follow_bench bench;
  play(bench, {{"poll 0", page(running, {some_event()})},
               {"poll 25", refuses_the_wait()},
               {"poll 12", refuses_the_wait()},
               {"poll 6", nothing()},
               {"status", says(running)},
               {"poll 6"}});
}

TEST(FollowerFailure, a_422_that_names_the_wait_of_a_poll_without_one_fails) {
  follow_bench bench;
  play(bench, {{"poll 0", refuses_the_wait()}, {"fail"}});
  EXPECT_EQ(bench.subject.failure().status(), 422);
}

TEST(FollowerFailure, a_server_that_refuses_every_wait_fails_the_stream_at_0) {
  follow_bench bench;
  auto const no = refuses_the_wait();
  play(bench, {{"poll 0", page(running, {some_event()})},
               {"poll 25", no},
               {"poll 12", no},
               {"poll 6", no},
               {"poll 3", no},
               {"poll 1", no},
               {"poll 0", no},
               {"fail"}});
}

TEST(FollowerFailure, a_page_that_is_too_large_is_asked_for_again_with_half_the_limit) {
  follow_options options;
  options.first_limit = 4;
  follow_bench bench(options);
  auto const heavy = fails(failure_of(errc::body_too_large));
  play(bench, {{"poll 0", heavy},
               {"pause 1000 ms"},
               {"poll 0 limit 4", heavy},
               {"pause 1000 ms"},
               {"poll 0 limit 2", heavy},
               {"pause 1000 ms"},
               {"poll 0 limit 1", heavy},
               {"pause 1000 ms"},
               {"poll 0 limit 1", page(running, {some_event()})},
               {"poll 25 limit 2", page(running, {some_event()})},  // and it recovers
               {"poll 25 limit 4", page(running, {some_event()})},
               {"poll 25"}});
}

TEST(FollowerFailure, a_page_cut_twice_at_one_cursor_is_asked_for_again_with_half_the_limit) {
  follow_bench bench;
  play(bench, {{"poll 0", is_cut()},
               {"pause 1000 ms"},
               {"poll 0", is_cut()},
               {"pause 1000 ms"},
               {"poll 0 limit 128", is_cut()},
               {"pause 1000 ms"},
               {"poll 0 limit 128", is_cut()},
               {"pause 1000 ms"},
               {"poll 0 limit 64"}});
}

TEST(FollowerFailure, two_cuts_at_different_cursors_leave_the_limit_alone) {
  follow_bench bench;
  play(bench, {{"poll 0", is_cut()},
               {"pause 1000 ms"},
               {"poll 0", page(running, {some_event()})},
               {"poll 25", is_cut()},
               {"pause 1000 ms"},
               {"poll 0"}});
}

TEST(FollowerFailure, connections_that_break_before_the_reply_leave_the_limit_alone) {
  follow_bench bench;
  auto const lost = fails(failure_of(errc::connect_failed));
  play(bench, {{"poll 0", lost}, {"pause 1000 ms"}, {"poll 0", lost}, {"pause 1000 ms"}, {"poll 0"}});
}

TEST(FollowerFailure, a_status_that_is_cut_says_nothing_about_pages) {
  follow_bench bench;
  play(bench, {{"poll 0", nothing()},
               {"status", is_cut()},
               {"pause 1000 ms"},
               {"status", is_cut()},
               {"pause 1000 ms"},
               {"status", says(running)},
               {"poll 25"}});
}

}  // namespace
}  // namespace hai::detail
