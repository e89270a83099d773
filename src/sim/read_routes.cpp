#include <algorithm>
#include <boost/json.hpp>

#include "documents.hpp"
#include "json_text.hpp"
#include "route_handlers.hpp"
#include "screenshot.hpp"

namespace hai::sim {

namespace {

std::string type_of_event(std::string const& text) {
  boost::system::error_code ec;
  auto const event = boost::json::parse(text, ec);
  if (ec || !event.is_object()) return {};
  auto const* type = event.get_object().if_contains("type");
  return type && type->is_string() ? std::string(type->get_string()) : std::string();
}

}  // namespace

reply no_such_session() { return detail_reply(404, "Session not found"); }

reply over_the_limit() {
  return json_reply(429,
                    R"({"message":"Limit of concurrent sessions reached","detail":[{"type":"plan_limit",)"
                    R"("message":"Limit of concurrent sessions reached","scope":"org"}]})");
}

outcome get_session(call const& c) {
  auto const* entry = c.session();
  if (!entry) return no_such_session();
  return json_reply(200,
                    session_document(*entry, c.context.sessions.children(entry->id), c.context.view_origin));
}

outcome get_status(call const& c) {
  auto const* entry = c.session();
  if (!entry) return no_such_session();
  return json_reply(200, status_document(entry->model, c.context.sessions.children(entry->id)));
}

outcome get_events(call const& c) {
  auto const page = number_of(c.message, "page", 1, std::nullopt);
  if (page.refusal) return *page.refusal;
  auto const size = number_of(c.message, "size", 1, 200);
  if (size.refusal) return *size.refusal;
  auto const* entry = c.session();
  if (!entry) return no_such_session();

  auto const* type = c.message.parameter("type");
  std::vector<std::string const*> chosen;
  for (auto const& event : entry->model.events())
    if (!type || type_of_event(event) == *type) chosen.push_back(&event);
  auto const* sort = c.message.parameter("sort");
  if (sort && *sort == "-timestamp") std::reverse(chosen.begin(), chosen.end());

  auto const number = static_cast<std::size_t>(page.value.value_or(1));
  auto const length = static_cast<std::size_t>(size.value.value_or(50));
  std::vector<std::string> items;
  for (std::size_t i = (number - 1) * length; i < chosen.size() && items.size() < length; ++i)
    items.push_back(*chosen[i]);
  return json_reply(200, page_document(items, chosen.size(), number));
}

outcome get_quota(call const& c) {
  auto const active = c.context.sessions.active(c.now);
  auto const limit = c.context.options.concurrency_limit;
  std::size_t const shown = limit == 0 ? std::max<std::size_t>(10000, active) : limit;
  return json_reply(200, R"({"scope":"org","limit":)" + std::to_string(shown) + R"(,"active":)" +
                             std::to_string(active) + R"(,"available":)" +
                             std::to_string(shown - std::min(shown, active)) + "}");
}

outcome get_resource(call const& c) {
  if (!c.session()) return no_such_session();
  reply r = empty_reply(302);
  r.headers.emplace_back("Location", c.context.storage_origin + "/storage/" + percent_encoded(c.id()) + "/" +
                                         percent_encoded(c.values[1]) + "/" +
                                         percent_encoded_path(c.values[2]) + "?signature=simulated");
  return r;
}

outcome get_stored(call const& c) {
  // As a storage service does: a request signed in its query that brings another authorization is refused.
  if (c.message.header("authorization")) return detail_reply(400, "Only one authorization is allowed");
  reply r;
  r.body = screenshot_png(c.values.front());
  r.content_type = "image/png";
  return r;
}

}  // namespace hai::sim
