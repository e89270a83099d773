#include "tool_calls.hpp"

#include <boost/json.hpp>

namespace hai::sim {

std::string tool_key(boost::json::value const& tool_request) {
  auto const* request = tool_request.if_object();
  if (!request) return {};
  if (auto const* id = request->if_contains("id"); id && id->is_string())
    return "id " + std::string(id->get_string());
  auto const* name = request->if_contains("tool_name");
  auto const* args = request->if_contains("args");
  std::string key = "call " + (name ? boost::json::serialize(*name) : std::string());
  return key + (args && args->is_object() ? boost::json::serialize(*args) : "{}");
}

std::vector<tool_entry> parse_pending_calls(std::string_view json_array) {
  std::vector<tool_entry> calls;
  boost::system::error_code ec;
  auto const parsed = boost::json::parse({json_array.data(), json_array.size()}, ec);
  if (ec || !parsed.is_array()) return calls;
  for (auto const& call : parsed.get_array()) calls.push_back({tool_key(call), boost::json::serialize(call)});
  return calls;
}

}  // namespace hai::sim
