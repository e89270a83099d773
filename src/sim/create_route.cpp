#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <iterator>

#include "documents.hpp"
#include "json_text.hpp"
#include "route_handlers.hpp"
#include "user_messages.hpp"

namespace hai::sim {

namespace {

namespace json = boost::json;

constexpr std::size_t max_key_length = 255;

constexpr std::array known_fields{
    "agent",          "messages", "max_steps",         "max_time_s",
    "idle_timeout_s", "timezone", "delete_after_min",  "delete_screenshot_after_min",
    "queue",          "group_id", "parent_session_id", "overrides"};

reply invalid(std::string_view type, std::string_view field, std::string_view message,
              json::value const& input) {
  return validation_reply(type, "[\"body\"," + quoted(field) + "]", message, json::serialize(input));
}

std::optional<reply> refuse_positive(json::object const& o, std::string_view field) {
  auto const* n = o.if_contains({field.data(), field.size()});
  if (!n || n->is_null()) return std::nullopt;
  if (!n->is_number()) return invalid("int_type", field, "Input should be a valid number", *n);
  if (n->to_number<double>() <= 0)
    return invalid("greater_than", field, "Input should be greater than 0", *n);
  return std::nullopt;
}

std::optional<reply> refuse(json::object const& o) {
  for (auto const& member : o) {
    std::string_view const name(member.key());
    if (std::find(known_fields.begin(), known_fields.end(), name) == known_fields.end())
      return invalid("extra_forbidden", name, "Extra inputs are not permitted", member.value());
  }
  auto const* agent = o.if_contains("agent");
  if (!agent) return invalid("missing", "agent", "Field required", o);
  if (!agent->is_string() && !agent->is_object())
    return invalid("string_type", "agent", "Input should be a valid string", *agent);
  for (auto const* field :
       {"max_steps", "max_time_s", "idle_timeout_s", "delete_after_min", "delete_screenshot_after_min"})
    if (auto refusal = refuse_positive(o, field)) return refusal;
  auto const* queue = o.if_contains("queue");
  if (queue && !queue->is_bool())
    return invalid("bool_type", "queue", "Input should be a valid boolean", *queue);
  return std::nullopt;
}

std::string text_of(json::object const& o, std::string_view name) {
  auto const* member = o.if_contains({name.data(), name.size()});
  return member && member->is_string() ? std::string(member->get_string()) : std::string();
}

// The request as the session shows it later: the agent a full spec, the messages a list.
json::object resolved(json::object o) {
  if (o["agent"].is_string()) {
    json::object agent{{"description", "A simulated agent."}};
    agent["name"] = o["agent"];
    agent["environments"] = json::parse(R"([{"id":"browser","kind":"web","host":"cloud"}])");
    o["agent"] = std::move(agent);
  }
  json::value const messages = o["messages"];
  if (messages.is_string()) {
    json::object message{
        {"type", "user_message"}, {"message", messages}, {"images", json::array()}, {"caller_id", "user"}};
    o["messages"] = json::array{std::move(message)};
  } else if (messages.is_object()) {
    o["messages"] = json::array{messages};
  }
  if (!o.contains("queue")) o["queue"] = true;
  if (!o.contains("overrides")) o["overrides"] = json::object();
  return o;
}

std::string first_message(json::object const& resolved_request) {
  auto const* messages = resolved_request.if_contains("messages");
  if (!messages || !messages->is_array() || messages->get_array().empty()) return {};
  auto const* first = messages->get_array().front().if_object();
  return first ? text_of(*first, "message") : std::string();
}

script script_for(call const& c, json::object const& asked, json::object const& full) {
  script s = c.context.options.on_create(asked);
  s.agent(text_of(full.at("agent").get_object(), "name"));
  s.task(first_message(full));
  s.group_id(text_of(full, "group_id")).parent_session_id(text_of(full, "parent_session_id"));
  auto const* idle = full.if_contains("idle_timeout_s");
  if (idle && idle->is_number()) s.idle_timeout(std::chrono::seconds(idle->to_number<long long>()));
  return s;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

outcome created(call const& c, directory::created const& made) {
  if (c.now < made.ready && made.by_request != c.context.request_number) {
    reply r = detail_reply(409, "A request with this Idempotency-Key is in flight");
    r.headers.emplace_back("Retry-After", "2");
    return r;
  }
  auto const* entry = c.context.sessions.find(made.id, c.now);
  if (!entry) return no_such_session();
  outcome result =
      json_reply(201, session_document(*entry, c.context.sessions.children(made.id), c.context.view_origin));
  if (c.now < made.ready) result.look_again = made.ready;
  return result;
}

std::optional<reply> read_files(json::object const& full, std::vector<attached_file>& files) {
  auto const* messages = full.if_contains("messages");
  if (!messages || !messages->is_array()) return std::nullopt;
  for (auto const& each : messages->get_array()) {
    auto read = read_user_message(each);
    if (read.refusal) return read.refusal;
    std::move(read.message->files.begin(), read.message->files.end(), std::back_inserter(files));
  }
  return std::nullopt;
}

}  // namespace

outcome create_session(call const& c) {
  boost::system::error_code ec;
  json::value const body = json::parse(c.message.body, ec);
  if (ec || !body.is_object())
    return validation_reply("json_invalid", R"(["body",0])", "JSON decode error", "{}");
  json::object const& asked = body.get_object();
  auto const* key_header = c.message.header("idempotency-key");
  std::string const key(key_header ? trimmed(*key_header) : "");
  if (key_header && (key.empty() || key.size() > max_key_length))
    return validation_reply("string_too_short", R"(["header","Idempotency-Key"])", "Use 1 to 255 characters",
                            quoted(key));
  // A request without a key finds itself again when it has waited; no key that was sent begins with a blank.
  std::string const slot = key.empty() ? " " + std::to_string(c.context.request_number) : key;
  // Keys of an object carry no order: the same request written otherwise is the same request.
  if (auto const* earlier = c.context.sessions.by_key(slot)) {
    if (json::parse(earlier->key_body) == body) return created(c, *earlier);
    return validation_reply("value_error", R"(["header","Idempotency-Key"])",
                            "This Idempotency-Key was used with another request", quoted(key));
  }
  if (auto refusal = refuse(asked)) return *refusal;
  auto const* queue = asked.if_contains("queue");
  if (queue && !queue->get_bool() && c.context.sessions.is_full(c.now)) return over_the_limit();

  json::object const full = resolved(asked);
  std::vector<attached_file> files;
  if (auto refusal = read_files(full, files)) return *refusal;
  directory::created made;
  made.key_body = c.message.body;
  made.id = c.context.sessions.add(script_for(c, asked, full), json::serialize(full), c.now);
  made.by_request = c.context.request_number;
  made.ready = c.now + c.context.options.create_time;
  if (!files.empty()) c.context.sessions.find(made.id, c.now)->model.attach(std::move(files), c.now);
  c.context.sessions.remember_key(slot, made);
  return created(c, made);
}

}  // namespace hai::sim
