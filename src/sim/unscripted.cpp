#include "unscripted.hpp"

#include <boost/json.hpp>
#include <string>

#include "schema_example.hpp"

namespace hai::sim {

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto pace = 100ms;

std::string task_of(json::object const& request) {
  auto const* messages = request.if_contains("messages");
  if (messages && messages->is_array() && !messages->get_array().empty())
    messages = &messages->get_array().front();
  if (messages && messages->is_object()) messages = messages->get_object().if_contains("message");
  return messages && messages->is_string() ? std::string(messages->get_string()) : std::string();
}

/// What was asked of the agent: as an override, or in its definition.
json::value const* of_agent(json::object const& request, std::string const& name) {
  if (auto const* overrides = request.if_contains("overrides"); overrides && overrides->is_object())
    if (auto const* there = overrides->get_object().if_contains("agent." + name)) return there;
  auto const* agent = request.if_contains("agent");
  return agent && agent->is_object() ? agent->get_object().if_contains(name) : nullptr;
}

json::array calls_of(json::value const* tools) {
  json::array calls;
  if (!tools || !tools->is_array()) return calls;
  for (auto const& tool : tools->get_array()) {
    auto const* definition = tool.if_object();
    auto const* name = definition ? definition->if_contains("name") : nullptr;
    if (!name) continue;
    auto const* schema = definition->if_contains("input_schema");
    calls.push_back(json::object{{"tool_name", *name},
                                 {"args", schema ? example_of(*schema) : json::value(json::object())},
                                 {"id", "call_" + std::to_string(calls.size() + 1)}});
  }
  return calls;
}

}  // namespace

script unscripted(std::uint64_t seed, json::object const& request) {
  auto const task = task_of(request);
  auto const* format = of_agent(request, "answer_format");
  auto const* idle_timeout = request.if_contains("idle_timeout_s");
  bool const rests = idle_timeout && idle_timeout->is_number();
  auto const calls = calls_of(of_agent(request, "tools"));
  bool const has_format = format && format->is_object();
  if (!has_format && !rests && calls.empty()) return script::lifelike(seed, 6, 300ms, task);

  json::object const spoken{{"kind", "message_event"}, {"caller_id", "user"}, {"content", json::array{task}}};
  script told;
  told.starts("pending").state(pace, "running").event(0ms, "AgentStartedEvent");
  told.event(0ms, "AgentEvent", json::serialize(spoken));
  told.event(0ms, "ActiveStateChangeEvent", R"({"state":"running","pending_tool_calls":null})");
  if (!calls.empty()) told.tool_calls(pace, json::serialize(calls));
  told.answer(pace, json::serialize(has_format ? example_of(*format) : json::value("Done: " + task)));
  if (rests) {
    told.event(0ms, "ActiveStateChangeEvent", R"({"state":"idle","pending_tool_calls":null})");
    return told.ends("idle", {}, {}, "success");
  }
  told.event(0ms, "AgentCompletionEvent", R"({"reason":"finished"})");
  return told.ends("completed", {}, {}, "success");
}

}  // namespace hai::sim
