#pragma once

#include <string>

namespace hai {

/// The runner that serves the session.
struct runner_session_event {
  std::string runner_session_id;
};

}  // namespace hai
