#pragma once

#include <hai/detail/export.hpp>
#include <hai/image_content.hpp>
#include <string>
#include <variant>
#include <vector>

namespace hai {

/// A message to the agent, as it appears in the stream.
struct HAI_EXPORT message_event {
  std::string caller_id;
  std::vector<std::variant<std::string, image_content>> content;
};

}  // namespace hai
