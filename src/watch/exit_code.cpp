#include "watch/exit_code.hpp"

namespace hai::watch {

void outcome_tally::ended(session_state const& state) {
  if (state != session_state::completed && state != session_state::idle) ++otherwise_;
}

int outcome_tally::exit_code() const {
  constexpr int shell_signal_base = 128;
  if (signal_) return shell_signal_base + *signal_;
  if (not_followed_ > 0) return exit_code::not_followed;
  return otherwise_ > 0 ? exit_code::ended_otherwise : exit_code::all_well;
}

}  // namespace hai::watch
