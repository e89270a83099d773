#pragma once

#include <hai/session_state.hpp>
#include <hai/until.hpp>

namespace hai::model {

/// Whether a session in that state has come to the end that somebody follows it to.
inline bool reaches(until goal, session_state const& state) {
  return goal == until::settled ? state.is_settled() : state.is_terminal();
}

}  // namespace hai::model
