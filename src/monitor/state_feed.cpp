#include "monitor/state_feed.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "model/event_access.hpp"
#include "model/timestamp.hpp"
#include "monitor/item_access.hpp"

namespace hai::detail {
namespace {

event change_to(session_state const& state, std::chrono::system_clock::time_point date) {
  boost::json::object change;
  change["type"] = "ActiveStateChangeEvent";
  change["timestamp"] = model::written_timestamp(std::chrono::floor<std::chrono::microseconds>(date));
  change["data"] = boost::json::object{{"state", state.name()}};
  return event_access::parse(event::no_index, boost::json::serialize(change));
}

}  // namespace

state_feed::state_feed(std::weak_ptr<feed_listener> listener, std::shared_ptr<std::string const> id,
                       std::optional<session_state> known)
    : feed(std::move(id)), listener_(std::move(listener)), last_seen_(known), told_(std::move(known)) {}

void state_feed::close() {
  std::optional<news> dropped;  // destroyed after the lock
  std::lock_guard lock(mutex_);
  finished_ = true;
  dropped.swap(unread_);
}

feed::drawn state_feed::draw(bool, std::vector<monitor_item>& into) {
  std::lock_guard lock(mutex_);
  if (!unread_) {
    is_waited_at_ = true;
    return drawn::nothing;
  }
  into.push_back(std::move(unread_->item));
  told_ = std::move(unread_->state);
  unread_.reset();
  return into.back().event() ? drawn::some : drawn::over;
}

bool state_feed::has_more() {
  std::lock_guard lock(mutex_);
  is_waited_at_ = !unread_;
  return !is_waited_at_;
}

position state_feed::told() const {
  std::lock_guard lock(mutex_);
  position at;
  at.state = told_;
  return at;
}

state_feed::sight state_feed::see(session_state const& state, net::time_point asked,
                                  std::chrono::system_clock::time_point date) {
  {
    std::lock_guard lock(mutex_);
    if (finished_ || (seen_at_ && asked < *seen_at_)) return sight::same;
    seen_at_ = asked;
    if (!last_seen_) {
      last_seen_ = told_ = state;
      return sight::first;
    }
    if (*last_seen_ == state) return sight::same;
    last_seen_ = state;
    // In the same step: what was seen last is also what is told last.
    unread_.emplace(news{monitor_item_access::of_event(id(), change_to(state, date)), state});
    if (!std::exchange(is_waited_at_, false)) return sight::changed;
  }
  tell_listener();
  return sight::changed;
}

bool state_feed::finish(monitor_item last, session_state const& state) {
  {
    std::lock_guard lock(mutex_);
    if (finished_) return false;
    finished_ = true;
    unread_.emplace(news{std::move(last), state});
    if (!std::exchange(is_waited_at_, false)) return true;
  }
  tell_listener();
  return true;
}

void state_feed::tell_listener() {
  if (auto const listener = listener_.lock()) listener->feed_ready(shared_from_this());
}

bool state_feed::is_finished() const {
  std::lock_guard lock(mutex_);
  return finished_;
}

std::optional<session_state> state_feed::seen() const {
  std::lock_guard lock(mutex_);
  return seen_at_ ? last_seen_ : std::nullopt;
}

std::optional<net::time_point> state_feed::seen_at() const {
  std::lock_guard lock(mutex_);
  return seen_at_;
}

void state_feed::set_url(std::optional<std::string> const& url) {
  if (!url) return;
  std::lock_guard lock(mutex_);
  url_ = url;
}

std::optional<std::string> state_feed::url() const {
  std::lock_guard lock(mutex_);
  return url_;
}

}  // namespace hai::detail
