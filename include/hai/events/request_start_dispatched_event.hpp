#pragma once

#include <string>

namespace hai {

/// The request was handed to a runner.
struct request_start_dispatched_event {
  std::string status;
};

}  // namespace hai
