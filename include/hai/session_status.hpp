#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/model_usage.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hai {

/// The reply of `GET /sessions/{id}/status`: the authority on a session's state and on why it failed.
struct HAI_EXPORT session_status {
  session_state state;
  std::optional<std::string> error;
  /// environment_error, no_answer, answer_validation, timeout, internal, or a newer code.
  std::optional<std::string> error_code;
  /// The agent's own verdict: success, partial, infeasible, blocked, or a newer one.
  std::optional<std::string> outcome;
  std::int64_t steps = 0;
  std::vector<model_usage> usage_per_model;
  std::vector<std::string> subagent_session_ids;
};

}  // namespace hai
