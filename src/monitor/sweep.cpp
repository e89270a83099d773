#include "monitor/sweep.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/query.hpp>
#include <hai/detail/aborted.hpp>
#include <utility>

#include "net/side_task.hpp"
#include "net/strand_of.hpp"
#include "session/follower_number.hpp"
#include "session/member_coroutine.hpp"

namespace hai::detail {
namespace {

/// How long a client that has never had a reply is believed to have the right address.
constexpr std::chrono::seconds first_patience{30};

api::caller numbered(api::caller who) {
  if (who.core->watching()) who.follower = next_follower_number();
  return who;
}

}  // namespace

sweep::sweep(api::caller who, observed::sweep_kind kind)
    : who_(numbered(std::move(who))),
      chance_(who_.core->machine().entropy()),
      record_(who_.core->watching(), who_.follower, kind) {}

void sweep::bind() {
  auto const executor = who_.core->executor();
  registration_ = context_registration(asio::query(executor, asio::execution::context), weak_from_this());
  strand_.hold(net::strand_of(executor));
  timer_ = who_.core->machine().make_timer(*strand_);
}

// ---- from any thread

void sweep::start() {
  on_strand([](sweep& self) { self.spawn(); });
}

void sweep::stop() {
  on_strand([](sweep& self) {
    self.stopping_ = true;
    self.interrupt_->emit(asio::cancellation_type::terminal);
  });
}

void sweep::drop() noexcept {
  strand_.let_go();
  timer_.reset();
  interrupt_.reset();
}

// ---- on the strand

void sweep::spawn() {
  if (stopping_) return;
  if (running_) {
    hurried_ = true;
    timer_->cancel();
    return;
  }
  running_ = true;
  auto const slot = interrupt_->slot();
  member_coroutine<sweep> entry{shared_from_this(), &sweep::run};
  asio::co_spawn(*strand_, std::move(entry), asio::bind_cancellation_slot(slot, asio::detached));
}

asio::awaitable<void> sweep::run() {
  auto const self = shared_from_this();
  auto const activity = who_.core->begin_activity();
  std::exception_ptr failure;
  record_.start();
  try {
    co_await look_until_stopped();
  } catch (...) {
    failure = std::current_exception();
  }
  running_ = false;
  bool const has_failed = failure && !stopping_ && !is_aborted(failure);
  if (has_failed) record_.failed(to_error(failure));
  at_end();
  record_.stop();
  if (has_failed) over(failure);
}

asio::awaitable<void> sweep::look_until_stopped() {
  while (!stopping_) {
    std::optional<net::duration> const span = co_await look_once();
    if (!span && !hurried_) co_return;
    if (span) co_await rest(*span);
  }
}

asio::awaitable<std::optional<net::duration>> sweep::look_once() {
  std::optional<error> failed;
  std::optional<net::duration> span;
  hurried_ = held_back_ = false;
  try {
    span = co_await look();
  } catch (error const& failure) {
    failed = failure;
  }
  co_await net::leave_if_cancelled();
  if (failed) co_return pause_after(*failed);
  auto const outage_lasted = outage_.end(now());
  backoff_.reset();
  if (span && !held_back_) record_.looked(*span, outage_lasted);
  co_return span;
}

net::duration sweep::pause_after(error const& failure) {
  if (!is_transient(failure.code())) throw failure;
  auto const at = now();
  outage_.failed(at);
  auto const span = outage_.length(at);
  if (!who_.core->ever_replied() && span >= first_patience) throw gave_up(failure, first_patience);
  record_.failing(failure, span);
  return backoff_.next(chance_, failure.retry_after());
}

asio::awaitable<void> sweep::rest(net::duration span) {
  auto const when = now() + span;
  while (!hurried_ && now() < when) {
    timer_->expires_at(when);
    boost::system::error_code woken;
    co_await timer_->wait(woken);
    co_await net::leave_if_cancelled();
  }
}

}  // namespace hai::detail
