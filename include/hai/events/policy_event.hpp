#pragma once

#include <hai/detail/export.hpp>
#include <hai/tool_request.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hai {

/// What the agent thought and decided to do.
struct HAI_EXPORT policy_event {
  std::optional<std::string> reasoning_content;
  std::optional<std::string> content;
  /// The actions it chose.
  std::vector<tool_request> tool_reqs;
  std::vector<std::string> validation_errors;
};

}  // namespace hai
