#include "session/status_poll.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/query.hpp>
#include <hai/error.hpp>
#include <utility>

#include "model/goal.hpp"
#include "net/side_task.hpp"
#include "net/strand_of.hpp"
#include "session/closed_failure.hpp"
#include "session/member_coroutine.hpp"
#include "session/session_end.hpp"

namespace hai::detail {
namespace {

bool is_same(session_status const& one, session_status const& other) {
  auto const is_same_usage = [](model_usage const& a, model_usage const& b) {
    return a.name == b.name && a.input_tokens == b.input_tokens && a.output_tokens == b.output_tokens &&
           a.reasoning_tokens == b.reasoning_tokens;
  };
  return one.state == other.state && one.error == other.error && one.error_code == other.error_code &&
         one.outcome == other.outcome && one.steps == other.steps &&
         one.subagent_session_ids == other.subagent_session_ids &&
         std::equal(one.usage_per_model.begin(), one.usage_per_model.end(), other.usage_per_model.begin(),
                    other.usage_per_model.end(), is_same_usage);
}

}  // namespace

std::shared_ptr<status_poll> status_poll::make(api::caller who, std::string session_id,
                                               std::string session_path, net::duration every, until goal) {
  if (every <= net::duration::zero())
    throw error(errc::invalid_argument, "poll_status: every: must be more than 0");
  who.core->require_open();
  auto const executor = who.core->executor();
  auto poll = std::make_shared<status_poll>(who, session_id, std::move(session_path), every, goal);
  poll->registration_ = context_registration(asio::query(executor, asio::execution::context), poll);
  poll->strand_.hold(net::strand_of(executor));
  poll->timer_ = who.core->machine().make_timer(*poll->strand_);
  poll->buffer_->listen_for_room(poll);
  who.core->listeners().add(poll->session_id_, poll, who.core->machine().now());
  return poll;
}

status_poll::status_poll(api::caller who, std::string session_id, std::string session_path,
                         net::duration every, until goal)
    : who_(std::move(who)),
      session_id_(std::move(session_id)),
      session_path_(std::move(session_path)),
      goal_(goal),
      buffer_(std::make_shared<status_buffer>(who_.core->executor())),
      chance_(who_.core->machine().entropy()),
      schedule_(every),
      sight_(who_.core->watching(), session_id_) {}

status_poll::~status_poll() { who_.core->listeners().remove(session_id_); }

// ---- from any thread

void status_poll::ensure_running() {
  if (started_.exchange(true)) return;
  strand_.post(shared_from_this(), [](status_poll& poll) {
    if (poll.closing_) return;
    auto const slot = poll.interrupt_->slot();
    member_coroutine<status_poll> entry{poll.shared_from_this(), &status_poll::run};
    asio::co_spawn(*poll.strand_, std::move(entry), asio::bind_cancellation_slot(slot, asio::detached));
  });
}

void status_poll::close() {
  buffer_->shut(closed_failure("the status cursor is closed"));
  strand_.post(shared_from_this(), [](status_poll& poll) { poll.stop(); });
}

void status_poll::client_closed() {
  buffer_->fail(closed_failure("the client is closed"));
  strand_.post(shared_from_this(), [](status_poll& poll) { poll.stop(); });
}

void status_poll::look_now() {
  strand_.post(shared_from_this(), [](status_poll& poll) {
    poll.look_wanted_ = true;
    poll.timer_->cancel();
  });
}

void status_poll::attend() {
  if (message_sent_.exchange(false)) look_now();
}

void status_poll::room_made() noexcept {
  strand_.post(shared_from_this(), [](status_poll& poll) {
    poll.room_came_ = true;
    poll.timer_->cancel();
  });
}

void status_poll::drop() noexcept {
  strand_.let_go();
  buffer_->shut(closed_failure("the status cursor's execution context is gone"));
  buffer_->drop_executor();
  timer_.reset();
  interrupt_.reset();
}

// ---- on the strand

void status_poll::stop() {
  closing_ = true;
  interrupt_->emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> status_poll::run() {
  auto const self = shared_from_this();
  sight_.begin();
  try {
    co_await poll_to_the_end();
  } catch (...) {
    buffer_->fail(std::make_exception_ptr(to_error(std::current_exception())));
  }
  sight_.lose();
}

asio::awaitable<void> status_poll::poll_to_the_end() {
  for (;;) {
    net::duration const pause = co_await look();
    if (ended_) break;
    auto const when = who_.core->machine().now() + pause;
    while (!look_wanted_ && who_.core->machine().now() < when) co_await rest_until(when);
    look_wanted_ = false;
  }
  buffer_->end(0);
}

asio::awaitable<net::duration> status_poll::look() {
  std::optional<error> failed;
  session_status now;
  try {
    now = co_await api::get_status(who_, session_path_);
  } catch (error const& failure) {
    failed = failure;
  }
  co_await net::leave_if_cancelled();
  if (failed) co_return pause_after(*failed);
  outage_.over();
  backoff_.reset();
  bool const changed = !last_ || !is_same(*last_, now);
  ended_ = is_end(now.state);
  sight_.saw(now.state);
  if (ended_) tell_end(now);
  if (changed) {
    last_ = now;
    co_await push(std::move(now));
  }
  co_return schedule_.next(changed, chance_);
}

void status_poll::tell_end(session_status const& last) {
  run_result end = end_of(last);
  end.id = session_id_;
  sight_.ended(end);
}

net::duration status_poll::pause_after(error const& failure) {
  if (!is_transient(failure.code())) throw failure;
  auto const now = who_.core->machine().now();
  outage_.failed(now);
  auto const patience = who_.core->options().retry().give_up_after();
  if (outage_.length(now) >= patience) throw gave_up(failure, patience);
  return backoff_.next(chance_, failure.retry_after());
}

asio::awaitable<void> status_poll::push(session_status status) {
  for (;;) {
    room_came_ = false;
    if (buffer_->push(status)) co_return;
    while (!room_came_) co_await rest_until(net::time_point::max());
  }
}

asio::awaitable<void> status_poll::rest_until(net::time_point when) {
  timer_->expires_at(when);
  boost::system::error_code woken;
  co_await timer_->wait(woken);
  co_await net::leave_if_cancelled();
}

bool status_poll::is_end(session_state const& state) const { return model::reaches(goal_, state); }

}  // namespace hai::detail
