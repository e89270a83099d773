#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hai::sim {

/// A pending call or the result of one: the key pairs them, the text is what is shown.
struct tool_entry {
  std::string key;
  std::string text;
};

/// The key that pairs a call with its result: the id, else name and arguments.
std::string tool_key(boost::json::value const& tool_request);

/// The calls of a JSON array; none when it is not one.
std::vector<tool_entry> parse_pending_calls(std::string_view json_array);

}  // namespace hai::sim
