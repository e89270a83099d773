#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hai {
class event;
}

namespace hai::detail {

/// What an event tells about the turn it belongs to.
enum class turn_fact {
  none,
  message,    ///< somebody spoke to the agent
  running,    ///< it went to work
  idle,       ///< it rests
  answered,   ///< it gave an answer
  completed,  ///< the run is over
};

/// An event as the decisions below see it.
struct turn_event {
  turn_fact fact = turn_fact::none;
  boost::json::value answer = nullptr;  ///< of an `answered` one
  std::vector<std::string> texts = {};  ///< of a `message`, where they were asked for
};

/// The texts of a message are parsed only where they are wanted: images may come with them.
turn_event read_turn_event(event const& from, bool with_texts = false);

/// The answer and the signs of an end within one turn: from what set the agent to work to the next such
/// thing. An answer outlives null snapshots within its turn, and does not leak into the next one, whose first
/// snapshots may still show it.
class turn {
 public:
  /// True when this is new evidence that the turn ends.
  bool on_event(turn_event const& seen);
  /// The `answer` of a snapshot (a page, or a call without events). True when it was not there before.
  bool on_snapshot(boost::json::value const& answer);
  /// No event follows the last page: the answer that it showed is that of this turn, not of a later one.
  void on_caught_up() { is_own_answer_ = has_answer(); }
  /// What is known so far belongs to an earlier turn.
  void begin_next();

  boost::json::value const& answer() const noexcept { return answer_; }
  bool has_answer() const noexcept { return !answer_.is_null(); }
  /// Whether an event announced the end of this turn.
  bool saw_end() const noexcept { return saw_end_; }

 private:
  void begin_next_if_over() {
    if (saw_end_ || has_answer()) begin_next();
  }

  boost::json::value answer_;
  boost::json::value earlier_answer_;    ///< of the turn before
  boost::json::value overtaken_answer_;  ///< of this turn, before its last answer event
  bool is_own_answer_ = false;           ///< not that of a later turn, shown while this one is replayed
  bool saw_end_ = false;
  bool rested_ = false;
};

}  // namespace hai::detail
