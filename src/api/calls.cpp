#include "api/calls.hpp"

#include <utility>

#include "api/attempts.hpp"
#include "api/failure.hpp"
#include "api/idempotency.hpp"
#include "model/bad_document.hpp"
#include "model/replies.hpp"

namespace hai::api {
namespace asio = boost::asio;

namespace {

/// What `read` makes of a reply; a body that it cannot use is the request's failure.
template <class Read>
auto decoded(http::request const& request, http::reply const& reply, Read read) {
  try {
    return read(std::string_view(reply.body));
  } catch (model::bad_document const& cause) {
    throw failure_of(request, reply, cause);
  }
}

/// A request without the headers, as texts of failures need it.
http::request named(http::request const& request) {
  http::request name;
  name.method = request.method;
  name.route = request.route;
  return name;
}

}  // namespace

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

asio::awaitable<void> send_message(caller who, std::string session_path, user_message message) {
  http::request request = routes::send_message(session_path, message);
  co_await carry_out(std::move(who), std::move(request));
}

}  // namespace hai::api
