#include "api/calls.hpp"

#include <utility>

#include "api/attempts.hpp"
#include "api/decoded.hpp"
#include "api/idempotency.hpp"
#include "model/replies.hpp"

namespace hai::api {
namespace asio = boost::asio;

asio::awaitable<session_resource> create_session(caller who, session_request what) {
  std::string key =
      who.settings->idempotency_key ? *who.settings->idempotency_key : new_key(who.core->machine());
  http::request request = who.core->routes().create_session(what, std::move(key));
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  co_return decoded(name, reply, [](std::string_view body) { return model::read_session(body); });
}

asio::awaitable<std::optional<session_changes>> get_changes(caller who, std::string session_path,
                                                            changes_query query) {
  http::request request = routes::changes(session_path, query);
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  std::optional<session_changes> changes;
  if (reply.status != 204)
    changes = decoded(name, reply,
                      [&](std::string_view body) { return model::read_changes(body, query.from_index()); });
  co_return changes;
}

asio::awaitable<session_status> get_status(caller who, std::string session_path) {
  http::request request = routes::status(session_path);
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  co_return decoded(name, reply, [](std::string_view body) { return model::read_status(body); });
}

asio::awaitable<session_resource> get_session(caller who, std::string session_path) {
  http::request request = routes::get(session_path);
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  co_return decoded(name, reply, [](std::string_view body) { return model::read_session(body); });
}

asio::awaitable<void> cancel_session(caller who, std::string session_path) {
  co_await carry_out(std::move(who), routes::cancel(session_path));
}

asio::awaitable<void> send_messages(caller who, std::string session_path,
                                    std::vector<user_message> messages) {
  http::request request = routes::send_messages(session_path, messages);
  co_await carry_out(std::move(who), std::move(request));
}

asio::awaitable<void> send_tool_results(caller who, std::string session_path,
                                        std::vector<tool_result> results) {
  http::request request = routes::send_tool_results(session_path, results);
  co_await carry_out(std::move(who), std::move(request));
}

asio::awaitable<void> pause_session(caller who, std::string session_path) {
  co_await carry_out(std::move(who), routes::pause(session_path));
}

asio::awaitable<void> resume_session(caller who, std::string session_path) {
  co_await carry_out(std::move(who), routes::resume(session_path));
}

asio::awaitable<void> force_answer(caller who, std::string session_path) {
  co_await carry_out(std::move(who), routes::force_answer(session_path));
}

asio::awaitable<std::string> share_session(caller who, std::string session_path) {
  http::request request = routes::share(session_path);
  http::request const name = named(request);
  net::origin const origin = who.core->origin();
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  std::string link = decoded(name, reply, [](std::string_view body) { return model::read_share_url(body); });
  if (link.find("://") != std::string::npos) co_return link;
  std::string url = origin.tls ? "https://" : "http://";
  url.append(net::authority(origin)).append(link.starts_with('/') ? "" : "/").append(link);
  co_return url;
}

asio::awaitable<void> unshare_session(caller who, std::string session_path) {
  co_await carry_out(std::move(who), routes::unshare(session_path));
}

asio::awaitable<void> give_feedback(caller who, std::string session_path,
                                    std::optional<std::uint64_t> event_index, feedback what) {
  http::request request = event_index ? routes::give_feedback(session_path, *event_index, what)
                                      : routes::give_feedback(session_path, what);
  co_await carry_out(std::move(who), std::move(request));
}

}  // namespace hai::api
