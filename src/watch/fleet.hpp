#pragma once

#include <cstddef>
#include <vector>

#include <hai/events/event_payload.hpp>
#include <hai/session_state.hpp>

namespace hai::watch {

struct fleet_counts {
  std::size_t running = 0;
  std::size_t idle = 0;
  std::size_t ended = 0;   ///< completed
  std::size_t failed = 0;  ///< ended otherwise, or could not be followed

  friend bool operator==(fleet_counts const&, fleet_counts const&) = default;
};

/// Where each watched session stands, for the status line. Sessions are numbered from 0.
class fleet {
 public:
  explicit fleet(std::size_t sessions = 0) : standing_(sessions, standing::running) {}

  void add() { standing_.push_back(standing::running); }
  void saw(std::size_t session, event_payload const& payload);
  /// It has an event again after its end.
  void resumed(std::size_t session) { standing_[session] = standing::running; }
  void ended(std::size_t session, session_state const& state);
  void not_followed(std::size_t session) { standing_[session] = standing::failed; }

  fleet_counts counts() const;

 private:
  enum class standing : unsigned char { running, idle, ended, failed };

  std::vector<standing> standing_;
};

}  // namespace hai::watch
