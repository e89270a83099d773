#pragma once

#include <hai/detail/export.hpp>
#include <hai/session_state.hpp>
#include <hai/tool_request.hpp>
#include <vector>

namespace hai {

/// An active session changed between running, idle and awaiting_tool_results.
struct HAI_EXPORT active_state_change_event {
  session_state state;
  /// What the session waits for in awaiting_tool_results; the latest list replaces earlier ones.
  std::vector<tool_request> pending_tool_calls;
};

}  // namespace hai
