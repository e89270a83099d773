#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// The request was handed to a runner.
struct HAI_EXPORT request_start_dispatched_event {
  std::string status;
};

}  // namespace hai
