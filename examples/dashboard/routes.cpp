#include "routes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <chrono>
#include <optional>

#include "page.hpp"
#include "timeline.hpp"

namespace dashboard {
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto between_updates = 250ms;  // changes in between go together
constexpr auto between_heartbeats = 5s;

reply text(unsigned status, std::string what) {
  return {status, "text/plain; charset=utf-8", std::move(what)};
}

/// What the API said, as it is: the page shows it as text.
reply failed(hai::error const& why) {
  unsigned const status = why.status() >= 400 ? static_cast<unsigned>(why.status()) : 502;
  return text(status, why.what());
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

/// What changed, and while the platform is silent, how long it has been.
asio::awaitable<void> send_fleet(std::shared_ptr<fleet> cards, std::shared_ptr<silence const> platform,
                                 std::uint64_t seen, event_writer& to) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (bool was_silent = false;;) {
    auto const generation = cards->generation();
    auto const silent = platform->lasting();
    if (generation > seen) {
      co_await to.send("fleet", std::to_string(generation), cards->changes_since(seen));
      seen = generation;
    } else {
      co_await to.heartbeat();
    }
    if (silent > 0s || was_silent)
      co_await to.send("silence", std::to_string(seen), std::to_string(silent.count()));
    was_silent = silent > 0s;
    pause.expires_after(between_updates);
    co_await pause.async_wait(asio::use_awaitable);
    auto const latest = std::chrono::steady_clock::now() + between_heartbeats;
    co_await cards->wait_for_news(seen, latest);
  }
}

asio::awaitable<void> send_timeline(hai::event_stream& events, event_writer& to) {
  for (bool more = true; more;) {
    std::vector<hai::event> batch;
    bool is_quiet = false;
    try {
      batch = co_await hai::within(between_heartbeats, events.next_batch());
    } catch (hai::error const& failure) {
      if (failure.code() != hai::errc::timed_out) throw;
      is_quiet = true;
    }
    if (is_quiet) {
      co_await to.heartbeat();
      continue;
    }
    for (auto const& each : batch)
      co_await to.send("line", std::to_string(each.index()), timeline_line(each));
    more = !batch.empty();
  }
}

/// The stream of a session's events is the browser's: it goes on where that has stopped reading, and its end
/// is told.
asio::awaitable<void> follow(hai::session session, std::uint64_t from, event_writer& to) {
  hai::stream_options options;
  options.from_index(from).until(hai::until::terminal).buffer(64);
  hai::event_stream events = session.stream(options);
  std::optional<hai::error> failure;
  try {
    co_await send_timeline(events, to);
  } catch (hai::error const& thrown) {
    failure = thrown;
  }
  boost::json::object last{{"state", failure ? "" : events.result().state.name()},
                           {"trouble", failure ? failure->what() : ""}};
  co_await to.send("end", std::to_string(events.next_index()), boost::json::serialize(last));
}

}  // namespace

routes::routes(hai::client client, std::shared_ptr<fleet> cards, std::shared_ptr<silence const> platform,
               guard who_may, std::function<std::string()> metrics)
    : client_(std::move(client)),
      cards_(std::move(cards)),
      platform_(std::move(platform)),
      guard_(std::move(who_may)),
      metrics_(std::move(metrics)),
      screens_(client_) {}

asio::awaitable<reply> routes::answer(request asked) {
  if (!guard_.allows_host(asked.host)) co_return text(403, "not a name of this server: " + asked.host);
  auto const self = shared_from_this();
  std::optional<hai::error> failure;
  try {
    if (asked.method == "GET") co_return co_await get(std::move(asked));
    if (asked.method == "POST") co_return co_await command(std::move(asked));
  } catch (hai::error const& thrown) {
    failure = thrown;
  }
  co_return failure ? failed(*failure) : text(405, "GET and POST only");
}

asio::awaitable<reply> routes::get(request asked) {
  auto const& path = asked.path;
  if (path.size() <= 1)
    if (auto const* file = page_file(path.empty() ? "index.html" : path[0]))
      co_return reply(200, file->type, std::string(file->text));
  if (path.size() == 1 && path[0] == "metrics")
    co_return reply(200, hai::prometheus_exporter::content_type, metrics_());
  if (path.size() == 1 && path[0] == "fleet") co_return fleet_events(asked);
  if (path.size() == 3 && path[0] == "sessions" && path[2] == "timeline") co_return timeline_events(asked);
  if (path.size() == 4 && path[0] == "sessions" && path[2] == "screens")
    co_return co_await picture(path[1], path[3]);
  co_return text(404, "there is nothing here");
}

reply routes::fleet_events(request const& asked) {
  auto const seen = number(asked.last_event_id).value_or(0);
  reply endless;
  endless.events = [cards = cards_, platform = platform_, seen](event_writer& to) {
    return send_fleet(cards, platform, seen, to);
  };
  return endless;
}

reply routes::timeline_events(request const& asked) {
  auto const last = number(asked.last_event_id);
  reply endless;
  endless.events = [session = client_.session(asked.path[1]), from = last ? *last + 1 : 0](event_writer& to) {
    return follow(session, from, to);
  };
  return endless;
}

asio::awaitable<reply> routes::picture(std::string session_id, std::string index) {
  auto const wanted = number(index);
  if (!wanted) co_return text(404, "no such screenshot");
  std::optional<hai::image_content> where;
  auto const* shown = cards_->find(session_id);
  if (shown && shown->screen == wanted) where = shown->shot;
  if (!where) {
    hai::session const session = client_.session(session_id);
    hai::changes_query one;
    one.from_index(*wanted).limit(1).wait(0s);
    auto const page = co_await session.changes(one);
    if (page && !page->new_events.empty())
      if (auto const seen = page->new_events.front().get_if<hai::observation_event>()) where = seen->image;
  }
  if (!where) co_return text(404, "no such screenshot");
  auto shot = co_await screens_.get(std::move(session_id), *wanted, std::move(*where));
  if (!shot) co_return text(415, "that is no picture");
  reply said(200, shot->media_type, std::move(shot->bytes));
  said.may_be_cached = true;
  co_return said;
}

asio::awaitable<reply> routes::command(request asked) {
  if (!guard_.allows_command(asked.host, asked.origin))
    co_return text(403, "commands come from this page only");
  if (asked.content_type != "application/json") co_return text(415, "application/json, please");
  if (asked.path.size() != 3 || asked.path[0] != "sessions") co_return text(404, "there is nothing here");
  hai::session const session = client_.session(asked.path[1]);
  std::string const& what = asked.path[2];
  if (what == "pause") {
    co_await session.pause();
  } else if (what == "resume") {
    co_await session.resume();
  } else if (what == "force-answer") {
    co_await session.force_answer();
  } else if (what == "cancel") {
    co_await session.cancel();
  } else if (what == "message") {
    boost::system::error_code not_json;
    auto const body = boost::json::parse(asked.body, not_json);
    auto const* object = not_json ? nullptr : body.if_object();
    auto const* said = object ? object->if_contains("text") : nullptr;
    if (!said || !said->is_string() || said->get_string().empty())
      co_return text(422, "a message has a text");
    hai::user_message message{std::string(said->get_string())};
    co_await session.send_message(std::move(message));
  } else {
    co_return text(404, "no such command");
  }
  co_return reply(202, "application/json", "{}");
}

}  // namespace dashboard
