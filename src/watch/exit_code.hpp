#pragma once

#include <cstddef>
#include <optional>

#include <hai/session_state.hpp>

namespace hai::watch {

/// The numbers that the program exits with.
namespace exit_code {
inline constexpr int all_well = 0;
inline constexpr int ended_otherwise = 1;
inline constexpr int wrong_usage = 2;
inline constexpr int not_followed = 3;
}  // namespace exit_code

/// What has become of the sessions so far.
class outcome_tally {
 public:
  void ended(session_state const& state);
  void not_followed() { ++not_followed_; }
  /// SIGINT or SIGTERM; the first one counts.
  void stopped_by(int signal) {
    if (!signal_) signal_ = signal;
  }

  /// A signal comes first, then a session that could not be followed: what is not known may be worse than a
  /// failure.
  int exit_code() const;

 private:
  std::size_t otherwise_ = 0, not_followed_ = 0;
  std::optional<int> signal_;
};

}  // namespace hai::watch
