#include "session/tool_loop.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <hai/error.hpp>
#include <utility>

#include "model/request_bodies.hpp"
#include "net/side_task.hpp"
#include "session/result_parcels.hpp"

namespace hai::detail {
namespace {

constexpr std::chrono::milliseconds first_recheck{250};
constexpr std::chrono::milliseconds longest_recheck{5'000};

std::string words_of(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& known) {
    return known.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

}  // namespace

tool_loop::tool_loop(api::caller who, std::string session_path, toolbox tools, asio::any_io_executor strand,
                     on_failure failed)
    : who_(std::move(who)),
      session_path_(std::move(session_path)),
      tools_(std::move(tools)),
      strand_(std::move(strand)),
      failed_(std::move(failed)),
      ended_timer_(who_.core->machine().make_timer(strand_)),
      chance_(who_.core->machine().entropy()) {}

// ---- tasks

/// co_spawn keeps it for as long as it looks at the cancellation state that hangs off the task.
struct tool_loop::task_entry {
  std::shared_ptr<tool_loop> loop;
  std::shared_ptr<task> which;
  asio::awaitable<void> work;

  asio::awaitable<void> operator()() { return run(loop, which, std::move(work)); }
};

void tool_loop::start(asio::awaitable<void> work) {
  auto which = std::make_shared<task>();
  tasks_.push_back(which);
  auto const slot = which->signal.slot();
  task_entry entry{shared_from_this(), std::move(which), std::move(work)};
  asio::co_spawn(strand_, std::move(entry), asio::bind_cancellation_slot(slot, asio::detached));
}

asio::awaitable<void> tool_loop::run(std::shared_ptr<tool_loop> self, std::shared_ptr<task> which,
                                     asio::awaitable<void> work) {
  std::exception_ptr failure;
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  self->ended(which, failure);
}

void tool_loop::ended(std::shared_ptr<task> const& which, std::exception_ptr failure) {
  tasks_.remove(which);
  if (tasks_.empty()) ended_timer_->cancel();
  if (failure && !stopping_) failed_(failure);
}

void tool_loop::stop() {
  stopping_ = true;
  queue_.clear();
  auto const under_way = tasks_;
  for (auto const& each : under_way) each->signal.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> tool_loop::until_ended(net::duration patience) {
  auto const self = shared_from_this();
  auto const limit = who_.core->machine().now() + patience;
  while (!tasks_.empty() && who_.core->machine().now() < limit) {
    ended_timer_->expires_at(limit);
    boost::system::error_code woken;
    co_await ended_timer_->wait(woken);
  }
}

// ---- what the agent waits for

void tool_loop::on_event(event const& next) {
  if (next.type() != "ActiveStateChangeEvent") return;
  auto const change = next.get_if<active_state_change_event>();
  if (!change) return;
  ledger_.on_change(*change);
  if (ledger_.has_fresh()) check_wanted_ = true;
}

void tool_loop::on_quiet(std::uint64_t cursor) {
  cursor_ = cursor;
  if (!check_wanted_ || checking_ || stopping_) return;
  checking_ = true;
  start(check());
}

asio::awaitable<void> tool_loop::check() {
  net::duration recheck = first_recheck;
  while (check_wanted_) {
    bool const at_the_tail = co_await is_at_the_tail();
    if (!at_the_tail) break;  // the stream brings the rest, and then looks again
    bool const awaited = *seen_state_ == session_state::awaiting_tool_results;
    if (awaited && ledger_.pending().empty()) co_await recover_list();
    if (!awaited && ledger_.has_fresh()) {
      co_await pause(recheck);  // the event ran ahead of the status, or the list is a stale one
      recheck = std::min<net::duration>(2 * recheck, longest_recheck);
      continue;
    }
    check_wanted_ = false;
    if (awaited) begin_round();
  }
  checking_ = false;
}

/// Whether the list in the ledger is the latest there is, so that no event past it was left unread; the state
/// was then looked at later than the list.
asio::awaitable<bool> tool_loop::is_at_the_tail() {
  for (;;) {
    auto const cursor = cursor_;
    changes_query query;
    query.from_index(cursor).limit(1);
    auto const news = co_await changes(query);
    bool const overtaken = cursor_ != cursor;
    if (!overtaken && news && !news->new_events.empty()) co_return false;
    auto const now = co_await status();
    if (cursor_ != cursor) continue;
    seen_state_ = now.state;
    co_return true;
  }
}

/// Reads the list from the history, which was not streamed from its beginning.
asio::awaitable<void> tool_loop::recover_list() {
  std::uint64_t index = 0;
  while (index < cursor_) {
    changes_query query;
    query.from_index(index);
    auto const page = co_await changes(query);
    if (!page || page->new_events.empty()) break;
    for (auto const& each : page->new_events)
      if (auto const change = each.get_if<active_state_change_event>())
        if (each.index() < cursor_) ledger_.on_change(*change);
    auto const next = page->new_events.back().index() + 1;
    if (next <= index) break;  // a server that does not go on
    index = next;
  }
}

// ---- handlers

void tool_loop::begin_round() {
  auto made = std::make_shared<round>();
  made->calls = ledger_.take_fresh();
  made->left = made->calls.size();
  made->results.resize(made->left);
  for (std::size_t place = 0; place < made->left; ++place) queue_.push_back(queued_call{made, place});
  start_queued();
}

void tool_loop::start_queued() {
  while (!queue_.empty() && running_ < tools_.concurrency()) {
    queued_call const next = std::move(queue_.front());
    queue_.pop_front();
    ++running_;
    start(answer(next.of, next.place));
  }
}

asio::awaitable<void> tool_loop::answer(std::shared_ptr<round> of, std::size_t place) {
  tool_result result = co_await result_of(of->calls[place]);
  co_await net::leave_if_cancelled();
  of->results[place].emplace(std::move(result));
  --running_;
  start_queued();
  if (--of->left == 0) co_await post(of);
}

asio::awaitable<tool_result> tool_loop::result_of(tool_request call) {
  toolbox::handler const handler = tools_.find(call.tool_name);
  if (!handler) co_return tool_result::failure(call, "there is no tool named " + call.tool_name);
  std::exception_ptr failure;
  boost::json::value value;
  try {
    auto work = handler(call.args);
    value = co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  tool_result result =
      failure ? tool_result::failure(call, words_of(failure)) : tool_result(call, std::move(value));
  co_return fitting(std::move(result), model::largest_body);
}

// ---- results

asio::awaitable<void> tool_loop::post(std::shared_ptr<round> done) {
  std::vector<tool_result> results;
  for (auto& each : done->results)
    if (ledger_.may_be_sent(each->tool_req())) results.push_back(std::move(*each));
  for (auto const& call : done->calls) ledger_.mark_sent(call);
  auto parcels = parcels_of(std::move(results), model::largest_body);
  for (auto& each : parcels) co_await send(std::move(each));
}

/// Sends until the server has them. It takes a second copy of a result for what it is.
asio::awaitable<void> tool_loop::send(std::vector<tool_result> results) {
  for (;;) {
    std::optional<error> failed;
    try {
      co_await api::send_tool_results(who_, session_path_, results);
    } catch (error const& failure) {
      failed = failure;
    }
    if (!failed || failed->code() == errc::conflict) break;  // 409: the session has ended
    co_await outlive(*failed);
  }
  outage_.over();
}

// ---- calls that outlive what is transient, as the stream does

asio::awaitable<std::optional<session_changes>> tool_loop::changes(changes_query query) {
  for (;;) {
    std::optional<error> failed;
    try {
      auto got = co_await api::get_changes(who_, session_path_, query);
      outage_.over();
      co_return got;
    } catch (error const& failure) {
      failed = failure;
    }
    co_await outlive(*failed);
  }
}

asio::awaitable<session_status> tool_loop::status() {
  for (;;) {
    std::optional<error> failed;
    try {
      auto got = co_await api::get_status(who_, session_path_);
      outage_.over();
      co_return got;
    } catch (error const& failure) {
      failed = failure;
    }
    co_await outlive(*failed);
  }
}

asio::awaitable<void> tool_loop::outlive(error failure) {
  co_await net::leave_if_cancelled();
  if (!is_transient(failure.code())) throw failure;
  auto const now = who_.core->machine().now();
  if (outage_.failed(now)) backoff_.reset();
  if (outage_.length(now) >= who_.core->options().retry().give_up_after()) throw failure;
  co_await pause(backoff_.next(chance_, failure.retry_after()));
}

asio::awaitable<void> tool_loop::pause(net::duration how_long) {
  auto const timer = who_.core->machine().make_timer(strand_);
  timer->expires_at(who_.core->machine().now() + how_long);
  boost::system::error_code woken;
  co_await timer->wait(woken);
  co_await net::leave_if_cancelled();
}

}  // namespace hai::detail
