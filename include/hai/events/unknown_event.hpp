#pragma once

#include <boost/json/value.hpp>
#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// An event of a type or kind that this version does not know.
struct HAI_EXPORT unknown_event {
  std::string type;
  /// Of an AgentEvent; empty for every other type.
  std::string kind;
  /// The envelope's `data`; null where there is none, and where it cannot be parsed.
  boost::json::value data;
};

}  // namespace hai
