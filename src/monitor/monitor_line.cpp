#include <hai/error.hpp>
#include <utility>

#include "monitor/child_search.hpp"
#include "monitor/monitor_core.hpp"

// The consumer's side of a monitor: its one cursor, and the line of the sessions that it draws from in turn.

namespace hai::detail {
namespace {

/// A batch takes no further session in once it holds so many items.
constexpr std::size_t full_batch = 256;

}  // namespace

entry monitor_core::enter(asio::execution_context* home, std::shared_ptr<waiter> const& who) {
  {
    std::unique_lock lock(mutex_);
    if (!place_.claim(lock, home, [this] { return weak_from_this(); })) return entry::refused;
    ledger_.acknowledge();
  }
  begin();
  std::lock_guard lock(mutex_);
  if (!line_.empty() || !failures_.empty() || closed_ || is_over()) return entry::ready;
  place_.park(who);
  return entry::parked;
}

void monitor_core::begin() {
  std::vector<addition> added;
  std::vector<std::shared_ptr<sweep>> discoveries;
  {
    std::lock_guard lock(mutex_);
    if (begun_ || closed_) return;
    begun_ = true;
    added.reserve(feeds_.size());
    for (auto const& [id, each] : feeds_) added.push_back({each, true});
    discoveries = discoveries_;
  }
  for (auto const& each : discoveries) each->start();
  begin(added);
  if (child_search_) child_search_->start();  // there may be parents that have ended
}

void monitor_core::feed_ready(std::shared_ptr<feed> const& which) {
  parking_place::called woken;
  {
    std::lock_guard lock(mutex_);
    if (!is_current(*which)) return;
    line_.push_back(which);
    woken = place_.take_out();
  }
  woken.wake();
}

bool monitor_core::is_current(feed const& which) const {
  auto const found = feeds_.find(*which.id());
  return found != feeds_.end() && found->second.get() == &which;
}

bool monitor_core::is_over() const {
  return feeds_.empty() && discovering_ == 0 && children_.last_looks().empty();
}

parking_place::called monitor_core::waiter_if_over() {
  return is_over() ? place_.take_out() : parking_place::called();
}

look monitor_core::take(std::optional<monitor_item>& into, std::exception_ptr& failure,
                        std::shared_ptr<waiter> const& who) {
  std::vector<monitor_item> drawn;
  look const seen = draw(true, drawn, failure, who);
  if (!drawn.empty()) into.emplace(std::move(drawn.front()));
  return seen;
}

look monitor_core::take(std::vector<monitor_item>& into, std::exception_ptr& failure,
                        std::shared_ptr<waiter> const& who) {
  return draw(false, into, failure, who);
}

look monitor_core::draw(bool one, std::vector<monitor_item>& into, std::exception_ptr& failure,
                        std::shared_ptr<waiter> const& who) {
  std::size_t const enough = one ? 1 : full_batch;
  for (;;) {
    std::shared_ptr<feed> from;
    {
      std::lock_guard lock(mutex_);
      if (line_.empty() || into.size() >= enough || (into.empty() && !failures_.empty()) || shut_)
        return conclude(!into.empty(), failure, who);
      from = std::move(line_.front());
      line_.pop_front();
    }
    draw_from(*from, one, into);
  }
}

/// One turn of a session. Only the one consumer gets here; the session may be unwatched meanwhile.
void monitor_core::draw_from(feed& from, bool one, std::vector<monitor_item>& into) {
  auto const before = into.size();
  auto const how = from.draw(one, into);
  if (how == feed::drawn::nothing) return;
  bool const has_more = how == feed::drawn::some && from.has_more();
  bool is_over = false, was_last = false;
  {
    std::lock_guard lock(mutex_);
    if (!is_current(from)) {
      into.erase(into.begin() + static_cast<std::ptrdiff_t>(before), into.end());
      return;
    }
    switch (how) {
      case feed::drawn::some:
        ledger_.hand_out(*from.id(), from.told());
        if (has_more) line_.push_back(feeds_.find(*from.id())->second);
        break;
      case feed::drawn::closed:
        if (!closed_) closed_ = std::make_exception_ptr(error(errc::closed, "the client is closed"));
        break;
      default:
        note_over(from, into.size() > before ? &into.back() : nullptr);
        is_over = true;
        was_last = feeds_.empty();
        break;
    }
  }
  if (was_last)
    rouse_sweeps();
  else if (is_over && child_search_)
    child_search_->start();  // one more look for the children of this one
}

/// With the mutex held.
void monitor_core::note_over(feed const& over, monitor_item const* last) {
  past_session past;
  past.at = over.told();
  past.when = who_.core->machine().now();
  if (auto const* why = last ? last->failure() : nullptr)
    past.how = why->code() == errc::gave_up ? past_session::kind::gave_up : past_session::kind::failed;
  else if (last)
    past.state = last->end()->state;
  if (child_search_ && past.how == past_session::kind::ended)
    children_.ended(*over.id(), past.when);
  else
    children_.remove(*over.id());
  ledger_.hand_out_last(*over.id(), std::move(past));
  feeds_.erase(*over.id());
}

/// With the mutex held: what a look brings that has drawn all it can.
look monitor_core::conclude(bool has_items, std::exception_ptr& failure, std::shared_ptr<waiter> const& who) {
  if (!has_items && !shut_ && !failures_.empty()) {
    failure = std::move(failures_.front());
    failures_.pop_front();
  } else if (!has_items && closed_) {
    failure = closed_;
  } else if (!has_items && !is_over()) {
    place_.park(who);
    return look::empty;
  }
  place_.end_claim();
  return failure ? look::failed : look::taken;
}

}  // namespace hai::detail
