#include "api/list_calls.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <hai/error.hpp>
#include <utility>

#include "api/attempts.hpp"
#include "api/decoded.hpp"
#include "api/new_request.hpp"
#include "model/json_text.hpp"
#include "model/replies.hpp"
#include "model/request_bodies.hpp"

namespace hai::api {
namespace asio = boost::asio;

namespace {

constexpr std::int64_t history_page_size = 50;

std::uint64_t first_index(history_query const& query) {
  bool const is_ascending = query.sort().value_or("timestamp") == "timestamp";
  if (!is_ascending || query.type()) return event::no_index;
  auto const pages_before = static_cast<std::uint64_t>(query.page().value_or(1) - 1);
  return pages_before * static_cast<std::uint64_t>(query.size().value_or(history_page_size));
}

/// The method as static text, which a request needs.
std::string_view known_method(std::string_view name) {
  static constexpr std::array<std::string_view, 5> known = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  auto const found = std::find(known.begin(), known.end(), name);
  if (found == known.end())
    throw error(errc::invalid_argument,
                "method: one of GET, POST, PUT, PATCH, DELETE is needed, not \"" + std::string(name) + "\"");
  return *found;
}

}  // namespace

asio::awaitable<page<session_summary>> list_sessions(caller who, session_filter filter) {
  http::request request = who.core->routes().list_sessions(filter);
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  co_return decoded(name, reply, [](std::string_view body) { return model::read_session_page(body); });
}

asio::awaitable<page<event>> get_history(caller who, std::string session_path, history_query query) {
  http::request request = routes::history(session_path, query);
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  co_return decoded(name, reply,
                    [&](std::string_view body) { return model::read_event_page(body, first_index(query)); });
}

asio::awaitable<quota_status> get_quota(caller who) {
  http::request request = who.core->routes().quota();
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  co_return decoded(name, reply, [](std::string_view body) { return model::read_quota(body); });
}

asio::awaitable<boost::json::value> request_route(caller who, std::string method, std::string target,
                                                  boost::json::value body) {
  // The route's text for errors: what was asked for, without a query that may hold anything.
  std::string const route = target.substr(0, target.find('?'));
  http::request request = new_request(known_method(method), route, who.core->routes().path_of(target));
  request.has_template = false;
  if (!body.is_null()) {
    put_json(request, boost::json::serialize(body));
    model::check_body_size(request.body, "body");
  }
  http::request const name = named(request);
  http::reply const reply = co_await carry_out(std::move(who), std::move(request));
  boost::json::value result;
  if (!reply.body.empty())
    result = decoded(name, reply, [](std::string_view text) { return model::parse_mendable_json(text); });
  co_return result;
}

}  // namespace hai::api
