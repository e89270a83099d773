#include "model/agent_check.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <set>
#include <string_view>

#include "model/json_fields.hpp"
#include "model/refusal.hpp"

namespace hai::model {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_agent_name = 127;
constexpr std::size_t longest_name_segment = 63;
constexpr std::size_t longest_tool_name = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string place(std::string const& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

std::string required_text(json::object const& from, std::string_view name, std::string const& at) {
  std::string const text = text_or_empty(from, name);
  if (text.empty()) refuse(at + "." + std::string(name), "a text is needed");
  return text;
}

bool is_name_segment(std::string_view segment) {
  auto const is_letter_or_digit = [](char c) { return is_lower(c) || is_digit(c); };
  if (segment.empty() || segment.size() > longest_name_segment) return false;
  if (!is_letter_or_digit(segment.front()) || !is_letter_or_digit(segment.back())) return false;
  return std::all_of(segment.begin(), segment.end(),
                     [&](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_agent_name(std::string_view name) {
  if (name.size() > longest_agent_name) return false;
  auto const slash = name.find('/');
  if (slash == std::string_view::npos) return is_name_segment(name);
  return is_name_segment(name.substr(0, slash)) && is_name_segment(name.substr(slash + 1));
}

bool is_tool_name(std::string_view name) {
  if (name.empty() || name.size() > longest_tool_name || is_digit(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; });
}

/// The kind of an environment that is written out.
std::string check_environment(json::object const& environment, std::string const& at) {
  required_text(environment, "id", at);
  std::string kind = required_text(environment, "kind", at);
  if (json::object const* const mode = object_field(environment, "mode"))
    required_text(*mode, "type", at + ".mode");
  return kind;
}

void check_environments(json::object const& agent, std::string const& at) {
  json::value const* const member = find_field(agent, "environments");
  if (!member || !member->is_array()) refuse(at, "a list is needed");
  json::array const& environments = member->get_array();
  json::array const* const subagents = array_field(agent, "subagents");
  if (environments.empty() && (!subagents || subagents->empty()))
    refuse(at, "at least one is needed, unless there are subagents");
  std::set<std::string> kinds;
  for (std::size_t i = 0; i != environments.size(); ++i) {
    json::value const& each = environments[i];
    if (each.is_string()) continue;
    if (!each.is_object()) refuse(place(at, i), "a name or an object is needed");
    std::string const kind = check_environment(each.get_object(), place(at, i));
    if (!kinds.insert(kind).second) refuse(place(at, i) + ".kind", "a second \"" + kind + "\": one a kind");
  }
}

void check_subagents(json::object const& agent, std::string const& at) {
  json::array const* const subagents = array_field(agent, "subagents");
  for (std::size_t i = 0; subagents && i != subagents->size(); ++i) {
    json::value const& each = (*subagents)[i];
    if (each.is_object())
      check_agent(each.get_object(), place(at, i));
    else if (!each.is_string())
      refuse(place(at, i), "a name or an agent is needed");
  }
}

}  // namespace

void check_agent(json::object const& agent, std::string const& at) {
  std::string const name = required_text(agent, "name", at);
  if (!is_agent_name(name))
    refuse(
        at + ".name",
        "lower-case letters, digits and hyphens, after at most one \"organization/\", are allowed, not \"" +
            name + "\"");
  required_text(agent, "description", at);
  check_environments(agent, at + ".environments");
  check_subagents(agent, at + ".subagents");
  if (json::array const* const tools = array_field(agent, "tools")) check_tools(*tools, at + ".tools");
  json::value const* const format = find_field(agent, "answer_format");
  if (format && !format->is_object()) refuse(at + ".answer_format", "a JSON Schema object is needed");
}

void check_tools(json::array const& tools, std::string const& at) {
  for (std::size_t i = 0; i != tools.size(); ++i) {
    std::string const here = place(at, i);
    if (!tools[i].is_object()) refuse(here, "an object is needed");
    json::object const& tool = tools[i].get_object();
    std::string const name = required_text(tool, "name", here);
    if (!is_tool_name(name))
      refuse(here + ".name",
             "1 to 64 letters, digits and underscores, no digit first, are allowed, not \"" + name + "\"");
    required_text(tool, "description", here);
    json::value const* const schema = find_field(tool, "input_schema");
    if (schema && !schema->is_object()) refuse(here + ".input_schema", "a JSON Schema object is needed");
  }
}

}  // namespace hai::model
