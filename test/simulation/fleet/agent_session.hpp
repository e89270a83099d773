#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "net/system.hpp"
#include "simulation/fleet/chance.hpp"

namespace hai::simulation {

struct recorded_event {
  std::string text;
  net::duration at;
};

/// A while in which a session rested: what a stream that ends then has to report.
struct settled_period {
  net::duration begin;
  net::duration turn_began{};
  std::string state;
  boost::json::value answer;
  std::optional<std::string> error;
  std::optional<std::string> error_code;
  std::optional<std::string> outcome;
  std::uint64_t events = 0;                  ///< there were when it ended, or there are
  bool shows_answer = false;                 ///< snapshots have it
  std::optional<std::uint64_t> answered_by;  ///< the event that gives it
  std::optional<net::duration> announced;    ///< when an event told of the end of the turn
  std::optional<net::duration> went_idle;    ///< when an event told that the agent rests
  std::optional<net::duration> end;          ///< none: it lasts
};

/// How a session of one seed lives.
struct session_traits {
  bool terminal_at_last = true;      ///< else it may stay idle
  bool tail_after_settling = false;  ///< the last events may come shortly after the state
  std::size_t most_events = 10;      ///< of one turn
  std::size_t own_turns = 1;         ///< that begin without a message from this client
  bool drops_messages = false;
};

/// A session on the server's side, as time goes on: its events, its state and its answers, from one seed.
class agent_session {
 public:
  agent_session(std::string id, session_traits traits, chance source, net::duration created);

  /// Lets everything happen that is due at `now`.
  void advance(net::duration now);
  std::optional<net::duration> next_change() const;

  /// A client is about to send a message; then, it may have sent it.
  void on_message_going(net::duration now) { spoken_to_at_ = message_going_at_ = now; }
  void on_spoken_to(net::duration now) { spoken_to_at_ = now; }
  std::optional<net::duration> message_going_at() const { return message_going_at_; }
  std::optional<net::duration> spoken_to_at() const { return spoken_to_at_; }

  // What it is asked.
  void on_message(net::duration now);
  void on_cancel(net::duration now);

  std::string const& id() const { return id_; }
  std::string const& state() const { return state_; }
  bool is_terminal() const;
  bool is_settled() const { return is_terminal() || state_ == "idle"; }
  std::vector<recorded_event> const& events() const { return events_; }
  /// JSON text, as snapshots show it.
  std::string const& shown_answer() const { return shown_answer_; }
  std::vector<settled_period> const& periods() const { return periods_; }
  /// Nothing is planned any more.
  bool is_over() const { return planned_.empty(); }
  bool reaches_terminal() const { return traits_.terminal_at_last; }

  /// Polls that wait for news of this session.
  std::set<net::timer*> parked;

 private:
  struct change {
    enum class kind { event, state, shown_answer, given_answer, begin_turn } what;
    std::string text;
    bool announces = false;
    bool rests = false;
    bool answers = false;
  };
  struct ending;

  void plan(net::duration at, change what) { planned_.emplace(at, std::move(what)); }
  void plan_event(net::duration at, std::string type, std::string data);
  void plan_turn(net::duration at);
  net::duration plan_work(net::duration at);
  void plan_end(net::duration at);
  void plan_answer(net::duration at, std::string const& answer);
  void plan_after_idle(net::duration at);
  void happen(net::duration at, change const& what);
  void enter(net::duration at, std::string state);
  void describe(settled_period& period) const;
  void wake_polls();
  std::string work_data();
  std::string new_answer();

  std::string const id_;
  session_traits traits_;
  chance chance_;
  std::string state_ = "queued";
  std::string shown_answer_ = "null";
  boost::json::value turn_answer_;
  std::optional<std::uint64_t> answered_by_;
  std::optional<net::duration> message_going_at_;
  std::optional<net::duration> spoken_to_at_;
  net::duration turn_began_{};
  std::optional<net::duration> announced_;
  std::optional<net::duration> went_idle_;
  std::vector<recorded_event> events_;
  std::vector<settled_period> periods_;
  std::multimap<net::duration, change> planned_;
  std::size_t turns_ = 0;
  std::size_t texts_ = 0;
};

}  // namespace hai::simulation
