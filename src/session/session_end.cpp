#include "session/session_end.hpp"

namespace hai::detail {

run_result end_of(session_status const& status) {
  run_result end;
  end.state = status.state;
  end.outcome = status.outcome;
  end.error = status.error;
  end.error_code = status.error_code;
  return end;
}

bool ended_badly(session_state const& state) {
  return state != session_state::completed && state != session_state::idle;
}

}  // namespace hai::detail
