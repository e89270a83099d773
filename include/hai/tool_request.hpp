#pragma once

#include <boost/json/object.hpp>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>
#include <utility>

namespace hai {

/// A call of a tool that the agent asks for.
struct HAI_EXPORT tool_request {
  tool_request() = default;
  explicit tool_request(std::string name, boost::json::object arguments = {},
                        std::optional<std::string> call_id = std::nullopt)
      : tool_name(std::move(name)), args(std::move(arguments)), id(std::move(call_id)) {}

  std::string tool_name;
  /// Empty when the call has none.
  boost::json::object args;
  std::optional<std::string> id;
};

}  // namespace hai
