#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <iterator>
#include <utility>

#include "route_handlers.hpp"
#include "user_messages.hpp"

namespace hai::sim {

namespace {

namespace json = boost::json;

outcome told(call const& c, session_entry& entry, session_command command, int status,
             platform_options::duration lag) {
  entry.model.command(std::move(command), c.now + lag);
  entry.model.advance(c.now);
  outcome result(empty_reply(status));
  result.touched = true;
  return result;
}

outcome tell(call const& c, session_command::kind what, int status) {
  auto* const entry = c.session();
  if (!entry) return no_such_session();
  return told(c, *entry, session_command{what, {}, {}}, status, c.context.options.command_lag);
}

std::optional<json::value> body_of(call const& c) {
  boost::system::error_code ec;
  json::value body = json::parse(c.message.body, ec);
  if (ec || !body.is_object()) return std::nullopt;
  return body;
}

reply not_json() { return validation_reply("json_invalid", R"(["body",0])", "JSON decode error", "{}"); }

bool is_text(json::object const& o, std::string_view name, std::string_view value) {
  auto const* member = o.if_contains({name.data(), name.size()});
  return member && member->is_string() && std::string_view(member->get_string()) == value;
}

// The entries of a batch, or the body itself.
std::vector<json::value> entries_of(json::object const& body, std::string_view list) {
  if (!is_text(body, "type", "batch")) return {json::value(body)};
  auto const* entries = body.if_contains({list.data(), list.size()});
  if (!entries || !entries->is_array()) return {};
  return {entries->get_array().begin(), entries->get_array().end()};
}

std::optional<tool_entry> result_of(json::value const& value) {
  auto const* o = value.if_object();
  if (!o || !(is_text(*o, "kind", "tool_result") || is_text(*o, "kind", "error_event"))) return std::nullopt;
  auto const* call = o->if_contains("tool_req");
  if (!call || !call->is_object()) return std::nullopt;
  return tool_entry{tool_key(*call), json::serialize(value)};
}

std::optional<reply> refused_feedback(call const& c) {
  auto const body = body_of(c);
  if (!body) return not_json();
  auto const* success = body->get_object().if_contains("success");
  if (!success) return missing_field("success");
  if (success->is_bool()) return std::nullopt;
  return validation_reply("bool_type", R"(["body","success"])", "Input should be a valid boolean",
                          json::serialize(*success));
}

}  // namespace

outcome cancel_session(call const& c) { return tell(c, session_command::kind::cancel, 204); }
outcome post_pause(call const& c) { return tell(c, session_command::kind::pause, 202); }
outcome post_resume(call const& c) { return tell(c, session_command::kind::resume, 202); }
outcome post_force_answer(call const& c) { return tell(c, session_command::kind::force_answer, 202); }

outcome post_messages(call const& c) {
  auto* const entry = c.session();
  if (!entry) return no_such_session();
  auto const body = body_of(c);
  if (!body) return not_json();
  session_command command{session_command::kind::message, {}, {}};
  for (auto const& message : entries_of(body->get_object(), "messages")) {
    auto read = read_user_message(message);
    if (read.refusal) return *read.refusal;
    command.messages.push_back(std::move(read.message->content));
    std::move(read.message->files.begin(), read.message->files.end(), std::back_inserter(command.files));
  }
  if (command.messages.empty()) return missing_field("messages");
  if (is_terminal(entry->model.state()) && c.context.sessions.is_full(c.now)) return over_the_limit();
  return told(c, *entry, std::move(command), 202, c.context.options.message_lag);
}

outcome post_tool_results(call const& c) {
  auto* const entry = c.session();
  if (!entry) return no_such_session();
  auto const body = body_of(c);
  if (!body) return not_json();
  session_command command{session_command::kind::tool_results, {}, {}};
  for (auto const& value : entries_of(body->get_object(), "results")) {
    auto result = result_of(value);
    if (!result) return missing_field("tool_req");
    command.tool_results.push_back(std::move(*result));
  }
  if (command.tool_results.empty()) return missing_field("results");
  if (is_terminal(entry->model.state())) return detail_reply(409, "The session has finished already");
  return told(c, *entry, std::move(command), 202, c.context.options.command_lag);
}

outcome post_feedback(call const& c) {
  if (!c.session()) return no_such_session();
  if (auto refusal = refused_feedback(c)) return *refusal;
  return empty_reply(204);
}

outcome put_event_feedback(call const& c) {
  auto const* entry = c.session();
  if (!entry) return no_such_session();
  std::string const& text = c.values[1];
  std::size_t index = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size())
    return validation_reply("int_parsing", R"(["path","event_index"])", "Input should be a valid integer",
                            json::serialize(json::value(text)));
  if (index >= entry->model.events().size()) return detail_reply(404, "Event not found");
  if (auto refusal = refused_feedback(c)) return *refusal;
  return empty_reply(204);
}

outcome post_share(call const& c) {
  auto* const entry = c.session();
  if (!entry) return no_such_session();
  entry->shared = true;
  json::object const link{{"share_url", c.context.options.base_path + "/share/api/v1/trajectories/" +
                                            percent_encoded(entry->id)}};
  return json_reply(200, json::serialize(link));
}

outcome delete_share(call const& c) {
  auto* const entry = c.session();
  if (!entry) return no_such_session();
  entry->shared = false;
  return empty_reply(204);
}

}  // namespace hai::sim
