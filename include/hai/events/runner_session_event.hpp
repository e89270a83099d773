#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// The runner that serves the session.
struct HAI_EXPORT runner_session_event {
  std::string runner_session_id;
};

}  // namespace hai
