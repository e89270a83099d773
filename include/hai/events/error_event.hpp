#pragma once

#include <hai/detail/export.hpp>
#include <hai/tool_request.hpp>
#include <optional>
#include <string>

namespace hai {

/// Something went wrong that the agent may recover from, such as a failed tool call.
struct HAI_EXPORT error_event {
  std::string error;
  /// Who reports it.
  std::string origin;
  std::optional<tool_request> tool_req;
};

}  // namespace hai
