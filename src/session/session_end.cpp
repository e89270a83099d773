#include "session/session_end.hpp"

#include <utility>

namespace hai::detail {

run_result end_of(session_status status) {
  run_result end;
  end.state = std::move(status.state);
  end.outcome = std::move(status.outcome);
  end.error = std::move(status.error);
  end.error_code = std::move(status.error_code);
  return end;
}

bool ended_badly(session_state const& state) {
  return state != session_state::completed && state != session_state::idle;
}

}  // namespace hai::detail
