#pragma once

#include <hai/run_result.hpp>
#include <hai/session_state.hpp>
#include <hai/session_status.hpp>

namespace hai::detail {

/// What a session's status says of its end: state, outcome, error and error code.
run_result end_of(session_status const& status);

/// Whether an end is one that somebody will want to look into: neither completed nor idle.
bool ended_badly(session_state const& state);

}  // namespace hai::detail
