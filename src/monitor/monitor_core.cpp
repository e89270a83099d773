#include "monitor/monitor_core.hpp"

#include <algorithm>
#include <boost/asio/query.hpp>
#include <hai/error.hpp>
#include <utility>

#include "api/bounded_options.hpp"
#include "model/goal.hpp"
#include "monitor/child_search.hpp"
#include "monitor/discovery.hpp"
#include "monitor/event_feed.hpp"
#include "monitor/item_access.hpp"
#include "monitor/state_sweep.hpp"
#include "session/closed_failure.hpp"

namespace hai::detail {
namespace {

constexpr std::size_t largest_share = 256;

void check(monitor_options const& options) {
  if (options.buffer() == 0) throw error(errc::invalid_argument, "monitor_options: buffer: at least 1 event");
  if (options.buffer_bytes() == 0)
    throw error(errc::invalid_argument, "monitor_options: buffer_bytes: at least 1 byte");
}

/// What one session may hold of what all may.
stream_options share_of(monitor_options const& options, std::uint64_t from_index) {
  stream_options share;
  share.from_index(from_index).until(options.until());
  share.buffer(std::clamp<std::size_t>(options.buffer() / 4, 1, largest_share));
  share.buffer_bytes(std::max<std::size_t>(1, options.buffer_bytes() / 4));
  return share;
}

}  // namespace

std::shared_ptr<monitor_core> monitor_core::make(api::caller who, monitor_options const& options) {
  check(options);
  who.core->require_open();
  auto const executor = who.core->executor();
  auto core = std::make_shared<monitor_core>(who, options);
  core->registration_ = context_registration(asio::query(executor, asio::execution::context), core);
  if (options.follow_subagents()) core->child_search_ = child_search::make(who, core);
  if (!options.events()) core->state_sweep_ = state_sweep::make(who, core, options);
  // Of no session: only the client's end concerns it.
  who.core->listeners().add(std::string(), core, who.core->machine().now());
  return core;
}

monitor_core::monitor_core(api::caller who, monitor_options const& options)
    : who_(std::move(who)),
      options_(options),
      room_(std::make_shared<shared_room>(buffer_bounds{options.buffer(), options.buffer_bytes()})) {}

monitor_core::~monitor_core() { who_.core->listeners().remove(std::string()); }

// ---- what is watched

void monitor_core::require_open() const {
  if (closed_) std::rethrow_exception(closed_);
}

bool monitor_core::ends(session_state const& state) const { return model::reaches(options_.until(), state); }

std::shared_ptr<feed> monitor_core::make_feed(std::shared_ptr<std::string const> id,
                                              feed_start const& start) {
  if (!options_.events())
    return std::make_shared<state_feed>(weak_from_this(), std::move(id), start.from.state);
  std::optional<told_end> told;
  if (start.past && start.past->how == past_session::kind::ended)
    told.emplace(told_end{start.past->at.next_index, start.past->state});
  return std::make_shared<event_feed>(weak_from_this(), who_, std::move(id),
                                      share_of(options_, start.from.next_index), room_, std::move(told));
}

/// With the mutex held.
monitor_core::addition monitor_core::add(std::string id, feed_start const& start) {
  addition added;
  added.made = make_feed(std::make_shared<std::string const>(id), start);
  added.begins = begun_;
  ledger_.watch(id, start.from);
  if (child_search_) children_.add(id, who_.core->machine().now());
  feeds_[std::move(id)] = added.made;
  return added;
}

void monitor_core::begin(std::vector<addition> const& added) {
  bool begins = false;
  for (auto const& each : added) {
    if (each.begins) each.made->begin();
    begins = begins || each.begins;
  }
  if (begins) rouse_sweeps();
}

void monitor_core::watch(std::string id, std::uint64_t from_index) {
  who_.core->routes().session_path(id);  // refuses an id that cannot be one
  std::vector<addition> added;
  {
    std::lock_guard lock(mutex_);
    require_open();
    if (feeds_.contains(id)) return;
    auto const* past = ledger_.past(id);
    if (past && past->restored && (from_index == 0 || from_index < past->at.next_index)) return;
    feed_start start;
    start.from.next_index = from_index;
    added.push_back(add(std::move(id), start));
  }
  begin(added);
}

void monitor_core::unwatch(std::string const& id) {
  std::shared_ptr<feed> dropped;
  parking_place::called woken;
  bool was_last = false;
  {
    std::lock_guard lock(mutex_);
    ledger_.unwatch(id);
    children_.remove(id);
    auto const found = feeds_.find(id);
    if (found == feeds_.end()) return;
    dropped = std::move(found->second);
    feeds_.erase(found);
    std::erase(line_, dropped);
    was_last = feeds_.empty() && begun_;
    woken = waiter_if_over();
  }
  let_go(dropped);
  if (was_last) rouse_sweeps();
  woken.wake();
}

/// Of one session: it is watched no more.
void monitor_core::let_go(std::shared_ptr<feed> const& dropped) {
  dropped->close();
  if (state_sweep_) state_sweep_->unwatched(std::static_pointer_cast<state_feed>(dropped));
}

/// Those that rest between looks at watched sessions: they end where there are none. Not with the mutex held:
/// it posts.
void monitor_core::rouse_sweeps() {
  if (child_search_) child_search_->start();
  if (state_sweep_) state_sweep_->start();
}

bool monitor_core::is_wanted_again(past_session const& past, session_state const& listed,
                                   net::time_point asked) const {
  bool const may_go_on = past.how == past_session::kind::ended || past.how == past_session::kind::gave_up;
  return may_go_on && !ends(listed) && asked > past.when;
}

bool monitor_core::found(session_summary const& listed, net::time_point asked) {
  std::vector<addition> added;
  std::shared_ptr<feed> seen;
  {
    std::lock_guard lock(mutex_);
    if (closed_ || listed.id.empty()) return false;
    if (auto const known = feeds_.find(listed.id); known != feeds_.end()) {
      seen = known->second;
    } else {
      feed_start start;
      if (auto const* past = ledger_.past(listed.id)) {
        if (!is_wanted_again(*past, listed.state, asked)) return false;
        start.from = past->at;
        start.past = *past;
      }
      added.push_back(add(listed.id, start));
      seen = added.front().made;
    }
  }
  if (options_.events())
    static_cast<event_feed&>(*seen).set_page(listed.agent_view_url);
  else
    sight(seen, listed, asked);
  begin(added);
  return !added.empty();
}

/// Without events, a session in the list is a session seen. Of an end, its status has more to tell.
void monitor_core::sight(std::shared_ptr<feed> const& which, session_summary const& listed,
                         net::time_point asked) {
  auto& seen = static_cast<state_feed&>(*which);
  seen.set_url(listed.agent_view_url);
  if (ends(listed.state)) return;
  auto const date = who_.core->machine().calendar();
  auto const sight = seen.see(listed.state, asked, date);
  if (sight == state_feed::sight::first) first_seen(listed.id, listed.state);
  if (sight != state_feed::sight::same)
    state_sweep_->seen_elsewhere(std::static_pointer_cast<state_feed>(which));
}

void monitor_core::discover(session_filter filter, std::chrono::seconds every) {
  auto made = discovery::make(who_, weak_from_this(), std::move(filter), api::bounded(every));
  {
    std::lock_guard lock(mutex_);
    require_open();
    discoveries_.push_back(made);
    ++discovering_;
    if (!begun_) return;
  }
  made->start();
}

// ---- what sweeps tell

/// With the mutex held: what the next read throws.
void monitor_core::add_failure(std::exception_ptr failure) {
  if (to_error(failure).code() != errc::closed)
    failures_.push_back(std::move(failure));
  else if (!closed_)
    closed_ = std::move(failure);
}

void monitor_core::discovery_over(std::exception_ptr failure) {
  parking_place::called woken;
  {
    std::lock_guard lock(mutex_);
    --discovering_;
    add_failure(std::move(failure));
    woken = place_.take_out();
  }
  woken.wake();
}

std::optional<child_looks::turn> monitor_core::next_child_look() const {
  std::lock_guard lock(mutex_);
  return children_.next();
}

void monitor_core::looked_for_children(std::string const& id, net::time_point asked) {
  parking_place::called woken;
  {
    std::lock_guard lock(mutex_);
    children_.looked(id, asked, who_.core->machine().now());
    woken = waiter_if_over();
  }
  woken.wake();
}

void monitor_core::child_search_over(std::exception_ptr failure) {
  parking_place::called woken;
  {
    std::lock_guard lock(mutex_);
    children_ = child_looks();
    add_failure(std::move(failure));
    woken = place_.take_out();
  }
  woken.wake();
}

std::vector<std::shared_ptr<state_feed>> monitor_core::state_feeds() const {
  std::vector<std::shared_ptr<state_feed>> all;
  std::lock_guard lock(mutex_);
  all.reserve(feeds_.size());
  for (auto const& [id, each] : feeds_) all.push_back(std::static_pointer_cast<state_feed>(each));
  return all;
}

std::size_t monitor_core::unread() const {
  std::lock_guard lock(mutex_);
  return line_.size();
}

void monitor_core::first_seen(std::string const& id, session_state const& state) {
  std::lock_guard lock(mutex_);
  ledger_.first_seen(id, state);
}

/// What keeps the states of all from being seen is the failure of each.
void monitor_core::state_sweep_over(std::exception_ptr failure) {
  error const why = to_error(failure);
  if (why.code() == errc::closed) return client_closed();
  for (auto const& each : state_feeds())
    each->finish(monitor_item_access::of_failure(each->id(), why), session_state());
}

// ---- checkpoints

boost::json::value monitor_core::save() const {
  checkpoint to;
  to.events = options_.events();
  to.until = options_.until();
  std::lock_guard lock(mutex_);
  ledger_.save(to);
  to.parents = children_.last_looks();
  return to_json(to);
}

void monitor_core::restore(boost::json::value const& saved) {
  checkpoint const from = read_checkpoint(saved);
  if (from.events != options_.events())
    throw error(errc::invalid_argument, "restore: checkpoint: events differs from the monitor's");
  if (from.until != options_.until())
    throw error(errc::invalid_argument, "restore: checkpoint: until differs from the monitor's");
  std::vector<addition> added;
  std::vector<std::shared_ptr<feed>> dropped;
  {
    std::lock_guard lock(mutex_);
    require_open();
    ledger_.restore(from);
    auto const drop = [&](std::string const& id) {
      auto const found = feeds_.find(id);
      if (found == feeds_.end()) return;
      dropped.push_back(std::move(found->second));
      children_.remove(id);
      std::erase(line_, dropped.back());
      feeds_.erase(found);
    };
    for (auto const& [id, at] : from.ended) drop(id);
    for (auto const& id : from.unwatched) drop(id);
    for (auto const& [id, at] : from.watched) {
      drop(id);
      feed_start start;
      start.from = at;
      added.push_back(add(id, start));
    }
    for (auto const& id : from.parents)
      if (child_search_) children_.ended(id, who_.core->machine().now());
  }
  for (auto const& each : dropped) let_go(each);
  begin(added);
}

// ---- the end

/// With the mutex held.
std::vector<std::shared_ptr<sweep>> monitor_core::take_sweeps() {
  auto sweeps = std::exchange(discoveries_, {});
  if (child_search_) sweeps.push_back(child_search_);
  if (state_sweep_) sweeps.push_back(state_sweep_);
  return sweeps;
}

void monitor_core::close() {
  auto const left = shut("the monitor is closed");
  for (auto const& [id, each] : left.feeds) each->close();
  for (auto const& each : left.sweeps) each->stop();
}

/// Streams and sweeps are told of their context's end themselves.
void monitor_core::drop() noexcept { shut("the monitor's execution context is gone"); }

monitor_core::remains monitor_core::shut(char const* why) {
  remains left;
  parking_place::called woken;
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(shut_, true)) return left;
    closed_ = closed_failure(why);
    left.feeds.swap(feeds_);
    left.sweeps = take_sweeps();
    line_.clear();
    woken = place_.take_out();
  }
  woken.wake();
  return left;
}

void monitor_core::client_closed() {
  std::vector<std::shared_ptr<sweep>> sweeps;
  parking_place::called woken;
  {
    std::lock_guard lock(mutex_);
    if (!closed_) closed_ = closed_failure("the client is closed");
    sweeps = take_sweeps();
    woken = place_.take_out();
  }
  for (auto const& each : sweeps) each->stop();
  woken.wake();
}

}  // namespace hai::detail
