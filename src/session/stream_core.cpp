#include "session/stream_core.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/this_coro.hpp>
#include <hai/detail/aborted.hpp>
#include <hai/observer.hpp>

#include "api/failure.hpp"
#include "model/bad_document.hpp"
#include "model/event_access.hpp"
#include "model/replies.hpp"

namespace hai::detail {
namespace {

std::exception_ptr closed_failure(char const* what) {
  return std::make_exception_ptr(error(errc::closed, what));
}

void check(stream_options const& options) {
  if (options.wait() < std::chrono::seconds(0) || options.wait() > std::chrono::seconds(25))
    throw error(errc::invalid_argument,
                "stream_options: wait: 0 to 25 s, not " + std::to_string(options.wait().count()) + " s");
  if (options.buffer() == 0) throw error(errc::invalid_argument, "stream_options: buffer: at least 1 event");
}

follow_options follow_options_of(stream_options const& options, client_options const& client) {
  follow_options follow;
  follow.from_index = options.from_index();
  follow.until = options.until();
  follow.wait = options.wait();
  follow.give_up_after = client.retry().give_up_after();
  return follow;
}

metrics metrics_from(std::string const& text) {
  model::envelope only_metrics;
  only_metrics.status = "\"\"";
  only_metrics.metrics = text;
  return model::read_snapshot(only_metrics).metrics;
}

/// What co_spawn keeps while it looks at the cancellation state that hangs off the core.
struct pump_entry {
  std::shared_ptr<stream_core> core;
  asio::awaitable<void> (stream_core::*run)();

  asio::awaitable<void> operator()() { return (core.get()->*run)(); }
};

}  // namespace

std::shared_ptr<stream_core> stream_core::make(api::caller who, std::string session_id,
                                               std::string session_path, stream_options const& options) {
  check(options);
  who.core->require_open();
  auto const executor = who.core->executor();
  auto core = std::make_shared<stream_core>(who, session_id, std::move(session_path), options);
  core->registration_ = context_registration(asio::query(executor, asio::execution::context), core);
  core->strand_.emplace(asio::make_strand(executor));
  core->timer_ = who.core->machine().make_timer(*core->strand_);
  core->buffer_->listen_for_room(core);
  who.core->add_listener(session_id, core);
  return core;
}

stream_core::stream_core(api::caller who, std::string session_id, std::string session_path,
                         stream_options const& options)
    : who_(std::move(who)),
      session_id_(std::move(session_id)),
      session_path_(std::move(session_path)),
      buffer_(std::make_shared<event_buffer>(who_.core->executor(),
                                             buffer_bounds{options.buffer(), options.buffer_bytes()},
                                             options.from_index())),
      goal_(options.until()),
      wait_(options.wait()),
      follower_(follow_options_of(options, who_.core->options())),
      jitter_(who_.core->machine().entropy()) {}

stream_core::~stream_core() { who_.core->remove_listener(session_id_, this); }

// ---- from any thread

template <class Work>
void stream_core::on_strand(Work work) {
  std::optional<strand_type> strand;
  {
    std::lock_guard lock(mutex_);
    strand = strand_;
  }
  if (strand)
    asio::post(*strand, [self = shared_from_this(), work = std::move(work)]() mutable { work(*self); });
}

void stream_core::ensure_running() {
  if (!started_.exchange(true)) on_strand([](stream_core& core) { core.start(); });
}

void stream_core::aim(until goal, std::chrono::seconds wait) {
  {
    std::lock_guard lock(mutex_);
    if (goal_ == goal && wait_ == wait) return;
    goal_ = goal;
    wait_ = wait;
  }
  on_strand([goal, wait](stream_core& core) {
    core.follower_.aim(goal, wait);
    if (core.running_) core.cut_in();
  });
}

void stream_core::go_on(until goal, std::chrono::seconds wait) {
  aim(goal, wait);
  if (!buffer_->reopen()) return ensure_running();
  on_strand([](stream_core& core) {
    core.follower_.resume();
    core.start();
  });
}

void stream_core::close() {
  buffer_->shut(closed_failure("the stream is closed"));
  on_strand([](stream_core& core) { core.stop(); });
}

void stream_core::client_closed() {
  buffer_->fail(closed_failure("the client is closed"));
  on_strand([](stream_core& core) { core.stop(); });
}

void stream_core::look_now() {
  on_strand([](stream_core& core) { core.cut_in(); });
}

void stream_core::message_going(std::uint64_t cursor) {
  auto const withdrawn = buffer_->withdraw_end();
  on_strand([cursor, withdrawn](stream_core& core) {
    core.epoch_ = withdrawn.epoch;
    core.follower_.on_message_going(cursor);
    if (withdrawn.had_ended) core.start();
  });
}

void stream_core::message_sent(net::time_point when) {
  on_strand([when](stream_core& core) {
    core.message_sent_at_ = when;
    core.cut_in();
  });
}

void stream_core::message_not_sent() {
  on_strand([](stream_core& core) { core.follower_.on_message_not_sent(); });
}

void stream_core::room_made() noexcept {
  on_strand([](stream_core& core) {
    core.room_came_ = true;
    core.timer_->cancel();
  });
}

void stream_core::drop() noexcept {
  std::optional<strand_type> strand;
  {
    std::lock_guard lock(mutex_);
    strand.swap(strand_);
  }
  buffer_->shut(closed_failure("the stream's execution context is gone"));
  buffer_->drop_executor();
  timer_.reset();
  lease_ = http::lease();
}

// ---- on the strand

void stream_core::start() {
  if (running_ || closing_) return;
  running_ = true;
  auto const slot = interrupt_.slot();
  pump_entry entry{shared_from_this(), &stream_core::pump};
  asio::co_spawn(*strand_, std::move(entry), asio::bind_cancellation_slot(slot, asio::detached));
}

void stream_core::stop() {
  closing_ = true;
  if (running_) interrupt_.emit(asio::cancellation_type::terminal);
}

void stream_core::cut_in() {
  look_wanted_ = true;
  if (resting_) timer_->cancel();
  if (parked_ && !lease_.reply_has_begun()) interrupt_.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> stream_core::pump() {
  auto const self = shared_from_this();
  auto const activity = who_.core->begin_activity();
  bool more = !closing_;
  while (more) {
    std::exception_ptr failure;
    try {
      more = co_await take_step();
    } catch (...) {
      failure = std::current_exception();
    }
    parked_ = resting_ = false;
    if (closing_) break;
    auto const state = co_await asio::this_coro::cancellation_state;
    bool const cut_short = state.cancelled() != asio::cancellation_type::none;
    // A parked poll was cut short to look at once: the cancellation has done its work.
    if (cut_short) co_await asio::this_coro::reset_cancellation_state();
    if (!failure) continue;
    lease_.release();
    if (cut_short && is_aborted(failure)) continue;
    fail_stream(failure);
    more = false;
  }
  lease_.release();
  running_ = false;
}

asio::awaitable<bool> stream_core::take_step() {
  net::time_point const now = who_.core->machine().now();
  if (std::exchange(look_wanted_, false)) {
    if (auto const sent = std::exchange(message_sent_at_, std::nullopt))
      follower_.on_message_sent(*sent);
    else
      follower_.look_now();
  }
  follow_step const step = follower_.next(now);
  switch (step.what) {
    case follow_step::kind::end:
      co_return !end_stream();
    case follow_step::kind::fail:
      fail_stream(std::make_exception_ptr(follower_.failure()));
      co_return false;
    case follow_step::kind::pause:
      co_await rest_until(step.until);
      co_return true;
    default:
      break;
  }
  std::optional<error> failed;
  try {
    if (!lease_ || must_give_way(step)) {
      co_await take_place();
      co_return true;  // time has passed: decide anew
    }
    switch (step.what) {
      case follow_step::kind::status:
        co_await ask_status();
        break;
      case follow_step::kind::snapshot:
        co_await ask_snapshot();
        break;
      default:
        co_await poll(step);
        break;
    }
  } catch (error const& failure) {
    failed = failure;
  }
  parked_ = false;
  if (failed)
    note_failure(*failed);
  else
    note_success();
  co_return true;
}

bool stream_core::must_give_way(follow_step const& step) const {
  return step.what == follow_step::kind::poll && polled_here_ && lease_.is_contended();
}

asio::awaitable<void> stream_core::take_place() {
  lease_.release();
  lease_ = co_await who_.core->acquire(http::room::long_poll);
  polled_here_ = false;
}

asio::awaitable<http::reply> stream_core::exchange(http::request& request, http::exchange_limits limits) {
  api::sign(request, who_);
  http::reply reply = co_await lease_.exchange(request, limits);
  who_.core->note_reply();
  if (reply.status != 200 && reply.status != 204)
    throw api::failure_of(request, reply, static_cast<bool>(who_.settings->api_key));
  co_return reply;
}

asio::awaitable<void> stream_core::poll(follow_step step) {
  auto const wait = lease_.fair_wait(step.wait);
  if (wait != step.wait) follower_.shorten_wait(wait);
  http::request request = api::routes::poll(session_path_, follower_.cursor(), wait, step.limit);
  auto& counters = who_.core->counters();
  parked_ = wait > std::chrono::seconds(0);
  polled_here_ = true;
  bool answered = false;
  try {
    http::reply reply = co_await exchange(request, who_.core->poll_limits(wait));
    answered = true;
    parked_ = false;
    if (reply.status == 204) {
      counters.polls_204.add();
      follower_.on_empty(who_.core->machine().now());
    } else {
      counters.polls_200.add();
      co_await deliver(request, std::move(reply));
    }
  } catch (error const& failure) {
    if (!answered) counters.polls_failed.add();
    throw failure.status() == 0 ? api::failure_of(request, failure) : failure;
  }
}

asio::awaitable<void> stream_core::deliver(http::request const& request, http::reply reply) {
  model::envelope page;
  page_snapshot snapshot;
  boost::json::value answer;
  try {
    model::read_page(reply.body, "new_events", page);
    snapshot.state = model::read_state(page);
    if (!model::envelope::has(page.answer)) {
      last_answer_text_.clear();
      snapshot.answer = &answer;
    } else if (page.answer != last_answer_text_) {
      answer = model::read_answer(page);
      last_answer_text_ = page.answer;
      snapshot.answer = &answer;
    }
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request, reply, cause);
  }
  if (model::envelope::has(page.metrics) && page.metrics != last_metrics_text_)
    last_metrics_text_ = page.metrics;
  for (auto const& slices : page.events) {
    event each = event_access::make(follower_.cursor(), slices);
    follower_.on_event(read_turn_event(each));
    who_.core->counters().events.add();
    if (!buffer_->push(each)) co_await push_when_there_is_room(std::move(each));
  }
  follower_.on_page(who_.core->machine().now(), snapshot);
}

asio::awaitable<void> stream_core::push_when_there_is_room(event each) {
  lease_.release();  // a slow consumer holds up nobody but itself
  for (;;) {
    room_came_ = false;
    if (buffer_->push(each)) co_return;
    if (room_came_) continue;
    timer_->expires_at(net::time_point::max());
    boost::system::error_code woken;
    co_await timer_->wait(woken);
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw boost::system::system_error(asio::error::operation_aborted);
  }
}

asio::awaitable<void> stream_core::ask_status() {
  http::request request = api::routes::status(session_path_);
  try {
    http::reply const reply = co_await exchange(request, who_.core->call_limits(who_.settings->timeout));
    follower_.on_status(who_.core->machine().now(), model::read_status(reply.body));
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request, http::reply(), cause);
  } catch (error const& failure) {
    throw failure.status() == 0 ? api::failure_of(request, failure) : failure;
  }
}

asio::awaitable<void> stream_core::ask_snapshot() {
  http::request request = api::routes::snapshot(session_path_);
  boost::json::value answer;
  try {
    http::reply const reply = co_await exchange(request, who_.core->call_limits(who_.settings->timeout));
    if (reply.status == 200) {
      model::envelope page;
      model::read_page(reply.body, "new_events", page);
      answer = model::read_answer(page);
      if (model::envelope::has(page.metrics)) last_metrics_text_ = page.metrics;
    }
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request, http::reply(), cause);
  } catch (error const& failure) {
    throw failure.status() == 0 ? api::failure_of(request, failure) : failure;
  }
  follower_.on_snapshot(answer);
}

asio::awaitable<void> stream_core::rest_until(net::time_point when) {
  lease_.release();
  resting_ = true;
  timer_->expires_at(when);
  boost::system::error_code woken;
  co_await timer_->wait(woken);
  resting_ = false;
}

void stream_core::note_failure(error const& failure) {
  auto const now = who_.core->machine().now();
  bool const in_reply = lease_ && lease_.reply_has_begun();
  lease_.release();
  auto const pause = backoff_.next(jitter_, failure.retry_after());
  follower_.on_failure(now, failure, pause, in_reply, who_.core->ever_replied());
  auto const since = follower_.failing_since();
  if (!since) return;
  failing_since_ = since;
  who_.core->counters().retries.add();
  if (auto const& watcher = who_.core->options().observer())
    watcher->on_stream_failing(session_id_, failure,
                               std::chrono::duration_cast<std::chrono::milliseconds>(now - *since));
}

void stream_core::note_success() {
  if (!failing_since_) return;
  auto const outage = who_.core->machine().now() - *failing_since_;
  failing_since_.reset();
  backoff_.reset();
  if (auto const& watcher = who_.core->options().observer())
    watcher->on_stream_recovered(session_id_, std::chrono::duration_cast<std::chrono::milliseconds>(outage));
}

bool stream_core::end_stream() {
  run_result result = follower_.result();
  result.id = session_id_;
  result.metrics = metrics_from(last_metrics_text_);
  return buffer_->end_with(std::move(result), epoch_);
}

void stream_core::fail_stream(std::exception_ptr failure) {
  buffer_->fail(std::make_exception_ptr(to_error(failure)));
}

}  // namespace hai::detail
