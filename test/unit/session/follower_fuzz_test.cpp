// A server that does whatever it likes, in virtual time: it can neither make a stream busy nor keep it from
// its end.

#include <gtest/gtest.h>

#include <random>

#include "follow_table.hpp"

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

class wild_server {
 public:
  wild_server(unsigned seed, bool events) : random_(seed), events_(events) {}

  /// Plays one step; true: it was a request.
  bool answer(follow_bench& bench) {
    switch (bench.step.what) {
      case follow_step::kind::pause:
        EXPECT_GT(bench.step.until, bench.now);
        bench.now = bench.step.until;
        return false;
      case follow_step::kind::end:
      case follow_step::kind::fail:
        bench.subject.resume();  // the consumer asks again at once
        bench.now += 10s;        // but has its own pace
        return false;
      case follow_step::kind::status:
        maybe_failing(bench, [&] { says(any_state())(bench); });
        return true;
      case follow_step::kind::snapshot:
        maybe_failing(bench, [&] { snapshot_has(any_answer())(bench); });
        return true;
      case follow_step::kind::poll:
        break;
    }
    EXPECT_LE(bench.step.wait, 25s);
    maybe_failing(bench, [&] { poll(bench); });
    return true;
  }

  void poll(follow_bench& bench) {
    if (one_in(2)) return (one_in(8) ? nothing() : nothing_after(0s))(bench);
    std::vector<turn_event> events;
    if (events_ && one_in(200)) {
      turn_event const kinds[] = {some_event(), spoken_to(),  at_work(),
                                  at_rest(),    completion(), answered(any_answer())};
      for (auto n = random_() % 3 + 1; n > 0; --n) events.push_back(kinds[random_() % 6]);
    }
    if (one_in(2)) return page(any_state(), events)(bench);
    // A server that shows a different answer each time is new evidence each time: it gets few of those.
    page_with_answer(any_state(), one_in(50) ? any_answer() : boost::json::value(nullptr), events)(bench);
  }

 private:
  template <class Reply>
  void maybe_failing(follow_bench& bench, Reply reply) {
    if (!one_in(10)) return reply();
    if (one_in(2)) return is_cut()(bench);
    if (one_in(2)) return fails(error(errc::body_too_large, "too large"))(bench);
    error::reply_facts facts;
    facts.status = 422;
    facts.body = "wait_for_seconds";
    fails(error(errc::invalid_request, "422", facts))(bench);
  }

  bool one_in(unsigned n) { return random_() % n == 0; }
  session_state any_state() {
    session_state const states[] = {session_state::running, session_state::idle, session_state::completed,
                                    session_state::queued, session_state("tomorrow's")};
    return states[random_() % 5];
  }
  boost::json::value any_answer() {
    if (one_in(3)) return nullptr;
    return random_() % 3;
  }

  std::mt19937 random_;
  bool events_;
};

TEST(FollowerFuzz, no_server_behaviour_makes_a_hot_loop) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    follow_options options;
    options.until = seed % 2 ? until::terminal : until::settled;
    options.wait = std::chrono::seconds(seed % 26);
    follow_bench bench(options);
    wild_server server(seed, seed % 4 == 0);
    int requests = 0;
    auto const start = bench.now;
    for (int steps = 0; bench.now - start < 600s; ++steps) {
      ASSERT_LT(steps, 20'000) << "time stands still, seed " << seed;
      bench.step = bench.subject.next(bench.now);
      if (server.answer(bench)) ++requests;
    }
    EXPECT_LT(requests, 3000) << "five a second, seed " << seed;
  }
}

TEST(FollowerFuzz, a_session_that_has_ended_ends_its_stream_whatever_came_before) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    follow_bench bench;
    wild_server server(seed, true);
    for (int steps = 0; steps < 300; ++steps) {
      bench.step = bench.subject.next(bench.now);
      server.answer(bench);
      if (seed % 3 == 0 && steps == 200) bench.subject.on_message_going(bench.subject.cursor(), {"go on"});
    }
    if (seed % 3 == 0) message_sent()(bench);
    auto const ended = bench.now;
    int left = static_cast<int>(seed % 5);  // events of the tail, in pages of one
    bool over = false;
    while (!over) {
      ASSERT_LT(bench.now - ended, 120s) << "seed " << seed;
      bench.step = bench.subject.next(bench.now);
      switch (bench.step.what) {
        case follow_step::kind::pause:
          bench.now = bench.step.until;
          break;
        case follow_step::kind::status:
          says(session_state::completed)(bench);
          break;
        case follow_step::kind::snapshot:
          snapshot_has("the end")(bench);
          break;
        case follow_step::kind::poll:
          left-- > 0 ? page(session_state::completed, {some_event()})(bench) : nothing()(bench);
          break;
        case follow_step::kind::end:
        case follow_step::kind::fail:
          // The wild server may have had the last word on this one: the consumer asks again.
          over = bench.subject.result().state == session_state::completed && left < 0;
          if (!over) bench.subject.resume();
          break;
      }
    }
  }
}

}  // namespace
}  // namespace hai::detail
