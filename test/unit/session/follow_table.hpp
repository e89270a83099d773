#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <functional>
#include <hai/error.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "session/follower.hpp"

namespace hai::detail {

inline session_state const& running = session_state::running;
inline session_state const& idle = session_state::idle;
inline session_state const& completed = session_state::completed;
inline session_state const& failed = session_state::failed;

/// Of a stream that only a terminal state ends.
follow_options until_terminal();

/// A follower with a clock of its own and the step that it asked for last.
struct follow_bench {
  explicit follow_bench(follow_options options = {}) : subject(options) {}

  follower subject;
  time_point now{std::chrono::hours(1)};
  follow_step step;
};

/// What happens at a row: the reply to the step, or something that the caller does.
using happening = std::function<void(follow_bench&)>;

/// The step that must come, and what happens then. An empty step: something happens between two steps.
struct follow_row {
  std::string step;
  happening then = nullptr;
};

/// "poll 25", "poll 0 limit 64", "status", "snapshot", "pause 100 ms", "end", "fail".
std::string in_words(follow_step const& step, time_point now);

/// Plays the rows in order; a pause lets its time pass. Stops at the first step that is not the one written.
void play(follow_bench& bench, std::initializer_list<follow_row> rows);

// ---- replies

/// A 204: after the whole wait, or sooner.
happening nothing();
happening nothing_after(duration took);
/// A 200 with these events.
happening page(session_state state, std::vector<turn_event> events = {});
/// A 200 whose snapshot has an answer, maybe null.
happening page_with_answer(session_state state, boost::json::value answer,
                           std::vector<turn_event> events = {});
happening says(session_state state);
happening says(session_status status);
happening snapshot_has(boost::json::value answer);
happening snapshot_shows(session_state state);
/// The step fails; the next attempt would come a second later.
happening fails(error failure);
/// The next attempt would come after this pause.
happening fails(error failure, duration pause);
/// The connection breaks inside the reply.
happening is_cut();

/// First one, then the other.
happening both(happening first, happening second);
happening passes(duration span);
happening message_going(std::string text = "go on");
happening message_sent();
happening message_not_sent();
happening look_now();

// ---- events

turn_event some_event();
turn_event spoken_to(std::string text = "go on");
turn_event at_work();
turn_event at_rest();
turn_event answered(boost::json::value answer);
turn_event completion();

}  // namespace hai::detail
