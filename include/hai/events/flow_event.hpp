#pragma once

#include <string>

namespace hai {

/// Someone steered the session.
struct flow_event {
  /// "pause", "resume", "force_answer", "stop", …
  std::string flow;
  std::string origin;
};

}  // namespace hai
