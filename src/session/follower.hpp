#pragma once

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <hai/error.hpp>
#include <hai/run_result.hpp>
#include <hai/session_status.hpp>
#include <hai/until.hpp>
#include <optional>
#include <string>
#include <vector>

#include "session/boxed.hpp"
#include "session/outage.hpp"
#include "session/turn.hpp"

namespace hai::detail {

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

/// What to ask the server next, or that there is nothing more to ask.
struct follow_step {
  enum class kind { poll, status, snapshot, pause, end, fail };
  kind what = kind::poll;
  std::chrono::seconds wait{0};      ///< of a poll
  std::optional<std::size_t> limit;  ///< of a poll
  time_point until{};                ///< of a pause
};

struct follow_options {
  std::uint64_t from_index = 0;
  hai::until until = hai::until::settled;
  std::chrono::seconds wait{25};
  std::optional<std::size_t> page_limit;  ///< of every poll; none: the server's own
  std::size_t first_limit = 128;          ///< what a page is cut to when it proves too large or is cut twice
  duration give_up_after = std::chrono::minutes(5);
};

/// A page without its text: what its snapshot says.
struct page_snapshot {
  session_state state;
  boost::json::value const* answer = nullptr;  ///< null pointer: as in the last page
};

/// Decides how one session is followed: when to poll and with what wait, when to ask for the status, when it
/// has ended, when to give up. No I/O, no clock: times come with the calls. One step is under way at a time;
/// its outcome is told by the matching on_ function, and then next() asked again.
class follower {
 public:
  explicit follower(follow_options options)
      : options_(options), cursor_(options.from_index), wait_(options.wait) {}

  follow_step next(time_point now);

  /// The poll under way asks for less than next() said: others wait for their turn.
  void shorten_wait(std::chrono::seconds wait) { asked_wait_ = wait; }

  /// The page whose events come next begins at `index`: what lies between is not to be had any more.
  void skip_to(std::uint64_t index) { cursor_ = std::max(cursor_, index); }
  /// One event of the page whose end on_page tells; in order.
  void on_event(turn_event const& seen);
  /// A 200 to the poll under way, after on_event for each of its events.
  void on_page(time_point now, page_snapshot const& page);
  /// A 204 to the poll under way.
  void on_empty(time_point now);
  void on_status(time_point now, session_status const& status);
  /// The reply to the snapshot, and what the session itself told where that had no answer. No state: there
  /// was no snapshot. Null: there is no answer.
  void on_snapshot(time_point now, std::optional<session_state> const& state,
                   boost::json::value const& answer);
  /// The step under way failed; after `pause` it is tried again, where that can help. `in_reply`: a part of
  /// the reply had come. `ever_replied`: the client has had a good reply from this server before.
  void on_failure(time_point now, error const& failure, duration pause, bool in_reply, bool ever_replied);

  /// Something was asked of the session that may change its state: look at once. Between steps only.
  void look_now();
  /// A message is about to go out, when events up to `cursor` were known: no settled state counts until it
  /// shows in the stream past there, or 15 s have passed since it was sent. A stream that has yet to catch up
  /// with the session's past tells the message from earlier ones by its text.
  void on_message_going(std::uint64_t cursor, std::vector<std::string> texts);
  void on_message_sent(time_point sent);
  /// It did not go out after all.
  void on_message_not_sent();
  /// Which states end it, and how long a poll may wait, from now on.
  void aim(hai::until goal, std::chrono::seconds wait);
  /// After an end or a failure: look again from the cursor.
  void resume();

  std::uint64_t cursor() const noexcept { return cursor_; }
  /// Whether on_event needs the texts of messages.
  bool compares_texts() const noexcept {
    return (message_ && !message_->is_past_over) || (earlier_message_ && !earlier_message_->is_past_over);
  }
  /// The failures since the last good reply.
  outage const& failing() const noexcept { return outage_; }
  /// After `fail`.
  error const& failure() const { return *failure_; }
  /// After `end`: state, answer, outcome, error, error code and next index.
  run_result result() const;

 private:
  enum class goal { open, follow, look, ask_status, drain, last_chance, ask_snapshot, end, fail };

  enum class look_again { no, go_on, from_the_start };

  struct message_barrier {
    std::uint64_t cursor;
    time_point deadline;
    std::uint64_t requests_before;  ///< replies to these say nothing about the message
    std::vector<std::string> texts;
    bool is_past_over;             ///< what comes now came after the message was on its way
    bool in_another_turn = false;  ///< the last message seen was another one

    bool is_lifted_by(std::uint64_t index, turn_event const& seen);
  };

  static constexpr std::uint64_t never = ~std::uint64_t{0};
  static constexpr std::array<std::chrono::seconds, 5> look_waits = {
      std::chrono::seconds(0), std::chrono::seconds(1), std::chrono::seconds(1), std::chrono::seconds(2),
      std::chrono::seconds(4)};

  follow_step poll(time_point now, std::chrono::seconds wait);
  std::chrono::seconds full_wait(time_point now) const;
  bool ends(session_state const& state) const;
  bool is_held_back(time_point now) const { return message_ && now < message_->deadline; }
  void on_reply() { outage_.over(); }
  void see_state(session_state const& state);
  void see_tail();
  void start_looking();
  void look_on();
  void finish(time_point now);
  void end_if_still_true(time_point now);
  void withdraw_end();
  bool is_polling() const;
  void pace_empty(time_point now);
  void narrow_page();
  void look_after_lost_poll();
  bool step_wait_down(error const& failure);

  follow_options options_;
  std::uint64_t cursor_;
  std::chrono::seconds wait_;
  std::chrono::seconds longest_wait_{25};  ///< that the server takes
  turn turn_;
  goal goal_ = goal::open;
  look_again look_if_in_flight_ =
      look_again::no;  ///< how the series of looks goes on after the status under way
  std::size_t looks_ = 0;
  bool had_last_chance_ = false;
  bool waited_last_chance_ = false;  ///< its reply came early once, and the rest of the second was waited for
  bool had_snapshot_ = false;
  time_point drained_at_{};       ///< when the snapshot was first wanted
  boxed<session_status> status_;  ///< the settled status that the drain confirms
  boxed<message_barrier> message_;
  boxed<message_barrier> earlier_message_;  ///< counts again if the one on the wire is refused
  std::uint64_t requests_ = 0;
  bool is_caught_up_ = false;  ///< the last reply to a poll had no events

  std::size_t events_in_page_ = 0;
  bool end_announced_ = false;
  bool new_turn_ = false;                ///< begun in this page
  std::chrono::seconds wanted_wait_{0};  ///< before shorten_wait
  std::chrono::seconds asked_wait_{0};
  time_point asked_at_{};
  time_point state_seen_at_{};
  std::optional<time_point> pause_until_;  ///< after a failure
  std::optional<time_point> pace_until_;   ///< after an empty reply that came too soon
  unsigned early_empties_ = 0;
  unsigned waitless_empties_ = 0;

  std::optional<std::size_t> limit_;
  unsigned cuts_ = 0;
  outage outage_;
  boxed<error> failure_;
};

}  // namespace hai::detail
