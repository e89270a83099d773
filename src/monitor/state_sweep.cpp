#include "monitor/state_sweep.hpp"

#include <algorithm>
#include <hai/in_flight.hpp>
#include <hai/page.hpp>
#include <hai/session_filter.hpp>
#include <hai/session_summary.hpp>
#include <utility>

#include "api/list_calls.hpp"
#include "model/goal.hpp"
#include "monitor/item_access.hpp"
#include "monitor/monitor_core.hpp"
#include "net/side_task.hpp"
#include "session/session_end.hpp"
#include "session/session_page.hpp"

namespace hai::detail {
namespace {

constexpr std::chrono::seconds first_interval{2};
constexpr std::chrono::seconds consumer_patience{1};
/// Requests for single sessions under way at one time.
constexpr std::size_t askers = 6;
/// So often the whole list may lack a session in flight before it is asked for by itself from then on.
constexpr unsigned most_misses = 2;

}  // namespace

std::shared_ptr<state_sweep> state_sweep::make(api::caller who, std::weak_ptr<monitor_core> monitor,
                                               monitor_options const& options) {
  auto made = std::make_shared<state_sweep>(std::move(who), std::move(monitor), options);
  made->bind();
  return made;
}

state_sweep::state_sweep(api::caller who, std::weak_ptr<monitor_core> monitor, monitor_options const& options)
    : sweep(std::move(who), observed::sweep_kind::states),
      monitor_(std::move(monitor)),
      options_(options),
      schedule_(first_interval),
      sights_(this->who().core->watching()) {}

// ---- from any thread

void state_sweep::seen_elsewhere(std::shared_ptr<state_feed> which) {
  if (!who().core->watching()) return;
  on_strand(
      [which = std::move(which)](sweep& self) { static_cast<state_sweep&>(self).sights_.refresh(*which); });
}

void state_sweep::unwatched(std::shared_ptr<state_feed> which) {
  if (!who().core->watching()) return;
  on_strand(
      [which = std::move(which)](sweep& self) { static_cast<state_sweep&>(self).sights_.lose(*which); });
}

// ---- on the strand

void state_sweep::over(std::exception_ptr failure) {
  if (auto const monitor = monitor_.lock()) monitor->state_sweep_over(std::move(failure));
}

bool state_sweep::ends(session_state const& state) const { return model::reaches(options_.until(), state); }

asio::awaitable<std::optional<net::duration>> state_sweep::look() {
  feed_list all;
  bool is_read = true;
  if (auto const monitor = monitor_.lock()) {
    all = monitor->state_feeds();
    is_read = monitor->unread() < options_.buffer();
  }
  std::erase_if(all, [](auto const& each) { return each->is_finished(); });  // the end is not read yet
  sights_.follow(all);
  if (all.empty()) co_return std::nullopt;
  if (!is_read) {
    hold_back();
    co_return consumer_patience;
  }
  auto const asked = now();
  bool const is_due = asked >= due_;
  // Before it is due, only those that nobody has seen yet.
  if (!is_due) std::erase_if(all, [](auto const& each) { return each->seen_at().has_value(); });
  feed_list left = is_due ? unseen(all) : std::move(all);
  plan_.begin();
  changed_ = changed_ || !is_due;
  co_await read_list(left);
  co_await ask_each(std::move(left));
  if (is_due) {
    swept_ = now();
    due_ = swept_ + schedule_.next(std::exchange(changed_, false), chance());
  }
  co_return due_ - now();
}

/// Those that no discovery has shown in flight since the last sweep.
state_sweep::feed_list state_sweep::unseen(feed_list const& all) const {
  feed_list left;
  for (auto const& each : all)
    if (auto const seen = each->seen_at(); !seen || *seen <= swept_) left.push_back(each);
  return left;
}

/// Takes out of `unseen` what the list shows in flight.
asio::awaitable<void> state_sweep::read_list(feed_list& unseen) {
  feed_map wanted;
  feed_list left;
  for (auto& each : unseen) {
    if (each->missed < most_misses)
      wanted.emplace(*each->id(), std::move(each));
    else
      left.push_back(std::move(each));
  }
  if (!list_is_refused_) co_await read_pages(wanted);
  for (auto& [id, each] : wanted) {
    if (plan_.has_read_all()) ++each->missed;
    left.push_back(std::move(each));
  }
  unseen = std::move(left);
}

asio::awaitable<void> state_sweep::read_pages(feed_map& wanted) {
  for (std::int64_t number = 1; plan_.reads_on(wanted.size()); ++number) {
    auto const asked = now();
    session_filter filter = in_flight(options_.until());
    filter.page(number).size(state_plan::page_size);
    page<session_summary> read;
    try {
      read = co_await api::list_sessions(who(), std::move(filter));
    } catch (error const& failure) {
      if (is_transient(failure.code()) || failure.code() == errc::unauthorized || failure.status() == 0)
        throw;
      list_is_refused_ = true;
    }
    if (list_is_refused_) co_return;
    plan_.on_page(read.items.empty() ? 0 : read.total);
    for (auto const& each : read.items) {
      auto const found = wanted.find(each.id);
      if (found == wanted.end() || ends(each.state)) continue;
      found->second->set_url(each.agent_view_url);
      found->second->missed = 0;
      see(*found->second, each.state, asked);
      wanted.erase(found);
    }
  }
}

void state_sweep::see(state_feed& which, session_state const& state, net::time_point asked) {
  auto const sight = which.see(state, asked, who().core->machine().calendar());
  changed_ = changed_ || sight != state_feed::sight::same;
  sights_.refresh(which);
  if (sight != state_feed::sight::first) return;
  if (auto const monitor = monitor_.lock()) monitor->first_seen(*which.id(), state);
}

asio::awaitable<void> state_sweep::ask_each(feed_list unseen) {
  auto const line = std::make_shared<std::deque<std::shared_ptr<state_feed>>>(unseen.begin(), unseen.end());
  auto const executor = co_await asio::this_coro::executor;
  std::shared_ptr<net::timer> const wake = who().core->machine().make_timer(executor);
  std::vector<net::side_task<bool>> tasks;
  for (std::size_t each = 0; each < std::min(askers, unseen.size()); ++each)
    tasks.emplace_back(executor, ask_from(line), wake);
  auto const is_done = [](auto const& task) { return task.finished(); };
  std::exception_ptr cancelled;
  try {
    while (!std::all_of(tasks.begin(), tasks.end(), is_done)) {
      wake->expires_at(net::time_point::max());
      boost::system::error_code woken;
      co_await wake->wait(woken);
      co_await net::leave_if_cancelled();
    }
  } catch (...) {
    cancelled = std::current_exception();
  }
  if (cancelled) {
    for (auto& each : tasks) each.abandon();
    std::rethrow_exception(cancelled);
  }
  for (auto& each : tasks) each.take();
}

/// Asks for one session of the line after the other; throws what concerns not only one of them.
asio::awaitable<bool> state_sweep::ask_from(std::shared_ptr<std::deque<std::shared_ptr<state_feed>>> line) {
  while (!line->empty()) {
    auto const next = std::move(line->front());
    line->pop_front();
    std::optional<error> failed;
    try {
      co_await ask(next);
    } catch (error const& failure) {
      failed = failure;
    }
    if (!failed) continue;
    if (failed->status() == 0 || failed->code() == errc::unauthorized) {
      line->clear();
      throw *failed;
    }
    note_failure(*next, *failed);
  }
  co_return true;
}

asio::awaitable<void> state_sweep::ask(std::shared_ptr<state_feed> of) {
  auto const asked = now();
  std::string const path = who().core->routes().session_path(*of->id());
  session_status status = co_await api::get_status(who(), path);
  of->status_outage.over();
  if (ends(status.state))
    co_await finish(std::move(of), std::move(status));
  else
    see(*of, status.state, asked);
}

asio::awaitable<void> state_sweep::finish(std::shared_ptr<state_feed> of, session_status status) {
  run_result result = end_of(status);
  result.id = *of->id();
  result.agent_view_url = of->url();
  if (!result.agent_view_url && ended_badly(result.state))
    result.agent_view_url = co_await ask_for_page(who(), who().core->routes().session_path(result.id));
  changed_ = true;
  auto const state = result.state;
  if (of->finish(monitor_item_access::of_end(of->id(), result), state)) sights_.ended(*of, result);
}

void state_sweep::note_failure(state_feed& of, error const& failure) {
  bool const is_passing = is_transient(failure.code());
  auto const patience = who().core->options().retry().give_up_after();
  auto const at = now();
  of.status_outage.failed(at);
  if (is_passing && of.status_outage.length(at) < patience) return;
  error const why = is_passing ? gave_up(failure, patience) : failure;
  changed_ = true;
  of.finish(monitor_item_access::of_failure(of.id(), why), session_state());
  sights_.lose(of);
}

}  // namespace hai::detail
