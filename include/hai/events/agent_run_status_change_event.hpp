#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// The agent was paused or went on.
struct HAI_EXPORT agent_run_status_change_event {
  /// "running" or "paused".
  std::string status;
};

}  // namespace hai
