#include "follow_table.hpp"

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>

namespace hai::detail {

follow_options until_terminal() {
  follow_options options;
  options.until = until::terminal;
  return options;
}

std::string in_words(follow_step const& step, time_point now) {
  switch (step.what) {
    case follow_step::kind::poll:
      return "poll " + std::to_string(step.wait.count()) +
             (step.limit ? " limit " + std::to_string(*step.limit) : "");
    case follow_step::kind::status:
      return "status";
    case follow_step::kind::snapshot:
      return "snapshot";
    case follow_step::kind::pause: {
      auto const rest = std::chrono::duration_cast<std::chrono::milliseconds>(step.until - now);
      return "pause " + std::to_string(rest.count()) + " ms";
    }
    case follow_step::kind::end:
      return "end";
    case follow_step::kind::fail:
      return "fail";
  }
  return "?";
}

void play(follow_bench& bench, std::initializer_list<follow_row> rows) {
  std::string so_far;
  for (auto const& row : rows) {
    if (!row.step.empty()) {
      bench.step = bench.subject.next(bench.now);
      std::string const came = in_words(bench.step, bench.now);
      ASSERT_EQ(came, row.step) << "after:" << so_far;
      so_far += "\n  " + came;
      if (bench.step.what == follow_step::kind::pause) bench.now = bench.step.until;
    }
    if (row.then) row.then(bench);
  }
}

happening nothing() {
  return [](follow_bench& bench) {
    bench.now += bench.step.wait;
    bench.subject.on_empty(bench.now);
  };
}

happening nothing_after(duration took) {
  return [took](follow_bench& bench) {
    bench.now += took;
    bench.subject.on_empty(bench.now);
  };
}

namespace {

happening page_of(session_state state, std::optional<boost::json::value> answer,
                  std::vector<turn_event> events) {
  return [=](follow_bench& bench) {
    for (auto const& each : events) bench.subject.on_event(each);
    page_snapshot snapshot;
    snapshot.state = state;
    snapshot.answer = answer ? &*answer : nullptr;
    bench.subject.on_page(bench.now, snapshot);
  };
}

happening fails_so(error failure, bool in_reply, duration pause = std::chrono::seconds(1)) {
  return [=](follow_bench& bench) { bench.subject.on_failure(bench.now, failure, pause, in_reply, true); };
}

}  // namespace

happening page(session_state state, std::vector<turn_event> events) {
  return page_of(std::move(state), std::nullopt, std::move(events));
}

happening page_with_answer(session_state state, boost::json::value answer, std::vector<turn_event> events) {
  return page_of(std::move(state), std::move(answer), std::move(events));
}

happening says(session_status status) {
  return [=](follow_bench& bench) { bench.subject.on_status(bench.now, status); };
}

happening says(session_state state) {
  session_status status;
  status.state = std::move(state);
  return says(std::move(status));
}

happening snapshot_has(boost::json::value answer) {
  return [=](follow_bench& bench) { bench.subject.on_snapshot(bench.now, std::nullopt, answer); };
}

happening snapshot_shows(session_state state) {
  return [=](follow_bench& bench) { bench.subject.on_snapshot(bench.now, state, nullptr); };
}

happening fails(error failure) { return fails_so(std::move(failure), false); }

happening fails(error failure, duration pause) { return fails_so(std::move(failure), false, pause); }

happening is_cut() {
  return fails_so(error(boost::asio::error::connection_reset, "GET /sessions/{id}/changes: reset"), true);
}

happening both(happening first, happening second) {
  return [=](follow_bench& bench) {
    first(bench);
    second(bench);
  };
}

happening passes(duration span) {
  return [span](follow_bench& bench) { bench.now += span; };
}

happening message_going(std::string text) {
  return [text](follow_bench& bench) { bench.subject.on_message_going(bench.subject.cursor(), {text}); };
}

happening message_sent() {
  return [](follow_bench& bench) { bench.subject.on_message_sent(bench.now); };
}

happening message_not_sent() {
  return [](follow_bench& bench) { bench.subject.on_message_not_sent(); };
}

happening look_now() {
  return [](follow_bench& bench) { bench.subject.look_now(); };
}

namespace {

turn_event of(turn_fact fact) {
  turn_event event;
  event.fact = fact;
  return event;
}

}  // namespace

turn_event some_event() { return of(turn_fact::none); }
turn_event spoken_to(std::string text) {
  turn_event event = of(turn_fact::message);
  event.texts.push_back(std::move(text));
  return event;
}
turn_event at_work() { return of(turn_fact::running); }
turn_event at_rest() { return of(turn_fact::idle); }
turn_event completion() { return of(turn_fact::completed); }

turn_event answered(boost::json::value answer) {
  turn_event event = of(turn_fact::answered);
  event.answer = std::move(answer);
  return event;
}

}  // namespace hai::detail
