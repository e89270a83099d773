#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <utility>

#include "model/agent_check.hpp"
#include "model/json_fields.hpp"
#include "model/refusal.hpp"
#include "model/request_bodies.hpp"

namespace hai::model {
namespace {

namespace json = boost::json;

constexpr char const* answer_format_path = "agent.answer_format";
constexpr char const* tools_path = "agent.tools";

std::string named(char const* field) { return std::string("session_request: ") + field; }

void check_any_agent(json::value const& agent) {
  if (agent.is_object()) return check_agent(agent.get_object(), named("agent"));
  if (!agent.is_string() || agent.get_string().empty())
    refuse(named("agent"), "a name of the catalog or a definition is needed");
}

json::object titled(json::value const& schema) {
  if (!schema.is_object()) refuse(named("answer_format"), "a JSON Schema object is needed");
  json::object object = schema.get_object();
  if (text_or_empty(object, "title").empty()) object["title"] = "Answer";
  return object;
}

/// Puts the answer's schema where the server looks for it.
void place_answer_format(session_request const& what, json::object& body) {
  if (!what.answer_format()) return;
  json::object schema = titled(*what.answer_format());
  json::object& overrides = body["overrides"].get_object();
  if (overrides.contains(answer_format_path))
    refuse(named("answer_format"), "there is one in overrides already, at agent.answer_format");
  if (!body["agent"].is_object()) {
    overrides[answer_format_path] = std::move(schema);
    return;
  }
  json::object& agent = body["agent"].get_object();
  if (find_field(agent, "answer_format")) refuse(named("answer_format"), "there is one in the agent already");
  agent["answer_format"] = std::move(schema);
}

void place_tools(session_request const& what, json::object& overrides) {
  if (!what.tool_definitions()) return;
  check_tools(*what.tool_definitions(), named("tool_definitions"));
  overrides[tools_path] = *what.tool_definitions();
}

void put_positive(json::object& body, char const* name, std::optional<std::int64_t> const& value) {
  if (!value) return;
  if (*value < 1) refuse(named(name), "at least 1 is needed, not " + std::to_string(*value));
  body[name] = *value;
}

void put_minutes(json::object& body, char const* name,
                 std::optional<std::optional<std::int64_t>> const& value) {
  if (!value) return;
  if (*value)
    put_positive(body, name, *value);
  else
    body[name] = nullptr;
}

void put_messages(json::object& body, std::vector<user_message> const& messages) {
  if (messages.empty()) return;
  json::array list;
  for (std::size_t i = 0; i != messages.size(); ++i)
    list.push_back(message_object(messages[i], named("messages[") + std::to_string(i) + "]"));
  body["messages"] = std::move(list);
}

void put_bounds(json::object& body, session_request const& what) {
  put_positive(body, "max_steps", what.max_steps());
  if (auto const most = what.max_time_s()) {
    if (!std::isfinite(*most) || *most <= 0) refuse(named("max_time_s"), "more than 0 is needed");
    body["max_time_s"] = *most;
  }
  put_positive(body, "idle_timeout_s", what.idle_timeout_s());
  put_minutes(body, "delete_after_min", what.delete_after_min());
  put_minutes(body, "delete_screenshot_after_min", what.delete_screenshot_after_min());
}

}  // namespace

std::string session_body(session_request const& what) {
  check_any_agent(what.agent());
  json::object body;
  body["agent"] = what.agent();
  put_messages(body, what.messages());
  put_bounds(body, what);
  if (what.queue()) body["queue"] = *what.queue();
  if (what.timezone()) body["timezone"] = *what.timezone();
  if (what.group_id()) body["group_id"] = *what.group_id();
  if (what.parent_session_id()) body["parent_session_id"] = *what.parent_session_id();
  body["overrides"] = what.overrides();
  place_answer_format(what, body);
  place_tools(what, body["overrides"].get_object());
  if (body["overrides"].get_object().empty()) body.erase("overrides");
  std::string text = json::serialize(body);
  check_body_size(text, "session_request");
  return text;
}

}  // namespace hai::model
