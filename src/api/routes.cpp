#include "api/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <hai/changes_query.hpp>
#include <hai/error.hpp>
#include <hai/session_request.hpp>
#include <hai/user_message.hpp>

#include "http/percent.hpp"
#include "http/retry_policy.hpp"

namespace hai::api {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds longest_wait{25};

[[noreturn]] void refuse(std::string message) { throw error(errc::invalid_argument, std::move(message)); }

http::request make(std::string_view method, std::string_view route, std::string target) {
  http::request request;
  request.method = method;
  request.route = route;
  request.target = std::move(target);
  request.repeatable = http::is_repeatable(method);
  return request;
}

void set_body(http::request& request, json::object const& body) {
  request.body = json::serialize(body);
  request.content_type = "application/json";
}

json::object message_object(std::string_view text) {
  json::object message;
  message["type"] = "user_message";
  message["message"] = text;
  return message;
}

http::request command(std::string_view route, std::string const& session_path, std::string_view name) {
  return make("POST", route, session_path + std::string(name));
}

json::object session_object(session_request const& what) {
  if (what.agent().empty()) refuse("session_request: agent: a name is needed");
  if (what.max_steps() && *what.max_steps() < 1) refuse("session_request: max_steps: at least 1");
  if (what.max_time_s() && !(*what.max_time_s() > 0)) refuse("session_request: max_time_s: more than 0");
  if (what.idle_timeout_s() && *what.idle_timeout_s() < 1)
    refuse("session_request: idle_timeout_s: at least 1");
  json::object body;
  body["agent"] = what.agent();
  if (!what.task().empty()) {
    json::array messages;
    messages.push_back(message_object(what.task()));
    body["messages"] = std::move(messages);
  }
  if (what.max_steps()) body["max_steps"] = *what.max_steps();
  if (what.max_time_s()) body["max_time_s"] = *what.max_time_s();
  if (what.idle_timeout_s()) body["idle_timeout_s"] = *what.idle_timeout_s();
  if (what.queue()) body["queue"] = *what.queue();
  if (what.group_id()) body["group_id"] = *what.group_id();
  if (what.parent_session_id()) body["parent_session_id"] = *what.parent_session_id();
  return body;
}

}  // namespace

routes::routes(std::string_view prefix) : sessions_(std::string(prefix) + "/api/v2/sessions") {}

std::string routes::session_path(std::string_view id) const {
  return sessions_ + "/" + http::path_segment(id, "session id");
}

http::request routes::create_session(session_request const& what, std::string idempotency_key) const {
  http::request request = make("POST", "/sessions", sessions_);
  set_body(request, session_object(what));
  request.headers.emplace_back("Idempotency-Key", std::move(idempotency_key));
  request.repeatable = true;  // the key makes the second one the first
  return request;
}

http::request routes::poll(std::string const& session_path, std::uint64_t from_index,
                           std::chrono::seconds wait, std::optional<std::size_t> limit) {
  std::string target;
  target.reserve(session_path.size() + 80);
  target.append(session_path).append("/changes?from_index=").append(std::to_string(from_index));
  target.append("&wait_for_seconds=").append(std::to_string(wait.count()));
  if (limit) target.append("&limit=").append(std::to_string(*limit));
  return make("GET", "/sessions/{id}/changes", std::move(target));
}

http::request routes::snapshot(std::string const& session_path) {
  return make("GET", "/sessions/{id}/changes",
              session_path + "/changes?from_index=0&include_events=false&wait_for_seconds=0");
}

http::request routes::changes(std::string const& session_path, changes_query const& query) {
  if (query.wait() < std::chrono::seconds(0) || query.wait() > longest_wait)
    refuse("changes_query: wait: 0 to 25 s, not " + std::to_string(query.wait().count()) + " s");
  if (query.limit() == std::size_t(0)) refuse("changes_query: limit: at least 1");
  http::request request = poll(session_path, query.from_index(), query.wait(), query.limit());
  if (!query.include_events()) request.target += "&include_events=false";
  return request;
}

http::request routes::status(std::string const& session_path) {
  return make("GET", "/sessions/{id}/status", session_path + "/status");
}

http::request routes::get(std::string const& session_path) {
  return make("GET", "/sessions/{id}", session_path);
}

http::request routes::send_message(std::string const& session_path, user_message const& message) {
  http::request request = command("/sessions/{id}/messages", session_path, "/messages");
  set_body(request, message_object(message.message()));
  return request;
}

http::request routes::pause(std::string const& session_path) {
  return command("/sessions/{id}/pause", session_path, "/pause");
}

http::request routes::resume(std::string const& session_path) {
  return command("/sessions/{id}/resume", session_path, "/resume");
}

http::request routes::force_answer(std::string const& session_path) {
  return command("/sessions/{id}/force_answer", session_path, "/force_answer");
}

http::request routes::cancel(std::string const& session_path) {
  return make("DELETE", "/sessions/{id}", session_path);
}

}  // namespace hai::api
