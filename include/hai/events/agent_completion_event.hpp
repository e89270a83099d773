#pragma once

#include <string>

namespace hai {

/// The agent's run is over.
struct agent_completion_event {
  /// "finished", "stopped", "timed_out", or a newer reason.
  std::string reason;
};

}  // namespace hai
