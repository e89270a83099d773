#pragma once

#include <boost/json/value.hpp>
#include <hai/detail/export.hpp>
#include <hai/tool_request.hpp>
#include <optional>
#include <string>

namespace hai {

/// What a tool gave back to the agent.
struct HAI_EXPORT tool_result_event {
  tool_request tool_req;
  /// Any JSON; may hold base64 images of several megabytes.
  boost::json::value result;
  /// The result was cut; output_artifact_path has the whole where it is set.
  bool truncated = false;
  /// A path in the agent's environment, not a URL.
  std::optional<std::string> output_artifact_path;
};

}  // namespace hai
