#include "api/session_listeners.hpp"

#include <iterator>
#include <utility>

#include "api/message_patience.hpp"

namespace hai::api {

void session_listeners::add(std::string const& session_id, std::shared_ptr<session_listener> const& listener,
                            net::time_point now) {
  std::lock_guard lock(mutex_);
  listeners_.emplace(session_id, listener);
  forget_old_news(now);
  auto const found = news_.find(session_id);
  if (found == news_.end()) return;
  auto const& told = found->second;
  listener->message_going(told.cursor, told.texts);
  if (told.on_the_wire == 0) listener->message_sent(*told.last_sent);
}

void session_listeners::remove(std::string const& session_id) noexcept {
  std::lock_guard lock(mutex_);
  auto const [first, last] = listeners_.equal_range(session_id);
  for (auto each = first; each != last;)
    each = each->second.expired() ? listeners_.erase(each) : std::next(each);
}

void session_listeners::look_now(std::string const& session_id) const {
  alive told;  // destroyed after the lock: the last hold on a stream must not go under it
  {
    std::lock_guard lock(mutex_);
    told = of(session_id);
  }
  for (auto const& each : told) each->look_now();
}

void session_listeners::message_going(std::string const& session_id, std::uint64_t cursor,
                                      std::vector<std::string> texts) {
  alive told;
  {
    std::lock_guard lock(mutex_);
    auto& known = news_[session_id];
    known.cursor = cursor;
    if (known.on_the_wire++ == 0) {
      known.one_was_sent = false;
      known.texts.clear();
    }
    known.texts.insert(known.texts.end(), std::make_move_iterator(texts.begin()),
                       std::make_move_iterator(texts.end()));
    told = of(session_id);
    for (auto const& each : told) each->message_going(cursor, known.texts);
  }
  attend(told);
}

void session_listeners::message_settled(std::string const& session_id, net::time_point now,
                                        std::optional<net::time_point> when) {
  alive told;
  {
    std::lock_guard lock(mutex_);
    auto& known = news_[session_id];
    if (when) {
      known.last_sent = when;
      known.one_was_sent = true;
    }
    if (--known.on_the_wire > 0) return;
    told = of(session_id);
    for (auto const& each : told)
      known.one_was_sent ? each->message_sent(*known.last_sent) : each->message_not_sent();
    forget_old_news(now);
  }
  attend(told);
}

void session_listeners::client_closed() const {
  alive all;
  {
    std::lock_guard lock(mutex_);
    for (auto const& [id, listener] : listeners_)
      if (auto each = listener.lock()) all.push_back(std::move(each));
  }
  for (auto const& each : all) each->client_closed();
}

void session_listeners::attend(alive const& told) {
  for (auto const& each : told) each->attend();
}

session_listeners::alive session_listeners::of(std::string const& session_id) const {
  alive found;
  auto const [first, last] = listeners_.equal_range(session_id);
  for (auto each = first; each != last; ++each)
    if (auto listener = each->second.lock()) found.push_back(std::move(listener));
  return found;
}

void session_listeners::forget_old_news(net::time_point now) {
  std::erase_if(news_, [now](auto const& each) {
    auto const& known = each.second;
    return known.on_the_wire == 0 && (!known.last_sent || now - *known.last_sent >= message_patience);
  });
}

}  // namespace hai::api
