#pragma once

#include <hai/run_result.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>
#include <utility>

#include "http/witness.hpp"

namespace hai::detail {

/// What one follower of a session sees of its state, for the observer: the beginning, each change, the end.
/// What follows a session, be it a stream or a sweep, has one. Belongs to one strand, and is used and
/// destroyed without a lock held.
class session_sight {
 public:
  session_sight(http::witness watching, std::string session_id)
      : watching_(std::move(watching)), session_id_(std::move(session_id)) {}
  session_sight(session_sight const&) = delete;
  session_sight& operator=(session_sight const&) = delete;
  ~session_sight() { lose(); }

  /// The session is followed from now on; its state is not known yet.
  void begin() {
    if (watching_ && !state_) move_to(session_state());
  }
  /// Only after begin().
  void saw(session_state const& state) {
    if (watching_ && state_ && *state_ != state) move_to(state);
  }
  void ended(run_result const& result) const {
    watching_.tell([&](observer& who) {
      observed::session_ended const end{session_id_, result};
      who.on_session_ended(end);
    });
  }
  /// The session is not followed any more.
  void lose() {
    if (state_) move_to(std::nullopt);
  }

 private:
  void move_to(std::optional<session_state> to) {
    observed::session_moved const moved{session_id_, std::exchange(state_, to), std::move(to)};
    watching_.tell([&](observer& who) { who.on_session_moved(moved); });
  }

  http::witness const watching_;
  std::string const session_id_;
  std::optional<session_state> state_;
};

}  // namespace hai::detail
