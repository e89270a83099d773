#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// Someone steered the session.
struct HAI_EXPORT flow_event {
  /// "pause", "resume", "force_answer", "stop", …
  std::string flow;
  std::string origin;
};

}  // namespace hai
