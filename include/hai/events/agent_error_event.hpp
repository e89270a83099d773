#pragma once

#include <boost/json/object.hpp>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>

namespace hai {

/// The agent's run broke down.
struct HAI_EXPORT agent_error_event {
  std::string error;
  std::string trace;
  std::optional<boost::json::object> info;
};

}  // namespace hai
