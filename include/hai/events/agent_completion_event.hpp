#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// The agent's run is over.
struct HAI_EXPORT agent_completion_event {
  /// "finished", "stopped", "timed_out", or a newer reason.
  std::string reason;
};

}  // namespace hai
