#include "api/routes.hpp"

#include <array>
#include <charconv>
#include <hai/changes_query.hpp>
#include <hai/error.hpp>

#include "api/new_request.hpp"
#include "http/percent.hpp"
#include "model/request_bodies.hpp"

namespace hai::api {
namespace {

constexpr std::chrono::seconds longest_wait{25};

[[noreturn]] void refuse(std::string message) { throw error(errc::invalid_argument, std::move(message)); }

void append_number(std::string& text, std::uint64_t number) {
  std::array<char, 20> digits;
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

http::request command(std::string_view route, std::string const& session_path, std::string_view name) {
  return new_request("POST", route, session_path + std::string(name));
}

}  // namespace

routes::routes(std::string_view prefix) : prefix_(prefix), sessions_(prefix_ + "/api/v2/sessions") {}

std::string routes::session_path(std::string_view id) const {
  return sessions_ + "/" + http::path_segment(id, "session id");
}

http::request routes::create_session(session_request const& what, std::string idempotency_key) const {
  http::request request = new_request("POST", "/sessions", sessions_);
  put_json(request, model::session_body(what));
  request.headers.emplace_back("Idempotency-Key", std::move(idempotency_key));
  request.repeatable = true;  // the key makes the second one the first
  return request;
}

http::request routes::poll(std::string const& session_path, std::uint64_t from_index,
                           std::chrono::seconds wait, std::optional<std::size_t> limit) {
  http::request request = new_request("GET", "/sessions/{id}/changes", {});
  poll_on(request, session_path, from_index, wait, limit);
  return request;
}

void routes::poll_on(http::request& request, std::string const& session_path, std::uint64_t from_index,
                     std::chrono::seconds wait, std::optional<std::size_t> limit) {
  constexpr std::string_view first = "/changes?from_index=";
  constexpr std::string_view second = "&wait_for_seconds=";
  constexpr std::size_t most_digits = 20;
  request.headers.clear();  // of the key that was sent last
  std::string& target = request.target;
  target.clear();
  target.reserve(session_path.size() + first.size() + second.size() + 2 * most_digits);
  target.append(session_path).append(first);
  append_number(target, from_index);
  target.append(second);
  append_number(target, static_cast<std::uint64_t>(wait.count()));
  if (!limit) return;
  target.append("&limit=");
  append_number(target, *limit);
}

http::request routes::snapshot(std::string const& session_path) {
  return new_request("GET", "/sessions/{id}/changes",
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
  return new_request("GET", "/sessions/{id}/status", session_path + "/status");
}

http::request routes::get(std::string const& session_path) {
  return new_request("GET", "/sessions/{id}", session_path);
}

http::request routes::send_messages(std::string const& session_path,
                                    std::vector<user_message> const& messages) {
  http::request request = command("/sessions/{id}/messages", session_path, "/messages");
  put_json(request, model::messages_body(messages));
  return request;
}

http::request routes::send_tool_results(std::string const& session_path,
                                        std::vector<tool_result> const& results) {
  http::request request = command("/sessions/{id}/tool_results", session_path, "/tool_results");
  put_json(request, model::tool_results_body(results));
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
  return new_request("DELETE", "/sessions/{id}", session_path);
}

http::request routes::share(std::string const& session_path) {
  return command("/sessions/{id}/share", session_path, "/share");
}

http::request routes::unshare(std::string const& session_path) {
  return new_request("DELETE", "/sessions/{id}/share", session_path + "/share");
}

http::request routes::give_feedback(std::string const& session_path, feedback const& what) {
  http::request request = command("/sessions/{id}/feedback", session_path, "/feedback");
  put_json(request, model::feedback_body(what));
  return request;
}

http::request routes::give_feedback(std::string const& session_path, std::uint64_t event_index,
                                    feedback const& what) {
  http::request request = new_request("PUT", "/sessions/{id}/events/{event_index}/feedback",
                                      session_path + "/events/" + std::to_string(event_index) + "/feedback");
  put_json(request, model::feedback_body(what));
  return request;
}

}  // namespace hai::api
