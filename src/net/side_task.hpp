#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "net/stop_switch.hpp"
#include "net/system.hpp"

namespace hai::net {

/// A coroutine that runs beside the one that started it, on the same strand. It wakes its starter by
/// cancelling a timer that the starter waits on. It owns what it works with, so that its starter may leave
/// it: abandoned, it ends by itself, and its result is dropped.
template <class T>
class side_task {
 public:
  side_task(boost::asio::any_io_executor const& executor, boost::asio::awaitable<T> work,
            std::shared_ptr<timer> const& wake)
      : shared_(std::make_shared<shared>()) {
    shared_->wake = wake;
    entry start(shared_, std::move(work));
    auto end = boost::asio::bind_cancellation_slot(shared_->signal.slot(), boost::asio::detached);
    boost::asio::co_spawn(executor, std::move(start), std::move(end));
  }

  bool finished() const noexcept { return shared_->finished; }
  std::exception_ptr failure() const noexcept { return shared_->failure; }
  /// Of a finished one: what it brought, or throws what it threw.
  T take() {
    if (shared_->failure) std::rethrow_exception(shared_->failure);
    return std::move(*shared_->value);
  }

  /// Not to be called from a destructor: the task may have died with its execution context before.
  void abandon() {
    auto const held = shared_;
    held->wake.reset();
    if (!held->finished) held->signal.emit(boost::asio::cancellation_type::terminal);
  }

 private:
  struct shared {
    boost::asio::cancellation_signal signal;
    std::weak_ptr<timer> wake;
    std::optional<T> value;
    std::exception_ptr failure;
    bool finished = false;
  };

  // The function object holds the shared state too: co_spawn's own frame outlives the coroutine's and looks
  // at the signal's slot once more.
  struct entry {
    entry(std::shared_ptr<shared> with, boost::asio::awaitable<T> what)
        : state(std::move(with)), work(std::move(what)) {}
    boost::asio::awaitable<void> operator()() { return run(state, std::move(work)); }
    std::shared_ptr<shared> state;
    boost::asio::awaitable<T> work;
  };

  static boost::asio::awaitable<void> run(std::shared_ptr<shared> state, boost::asio::awaitable<T> work) {
    try {
      state->value.emplace(co_await std::move(work));
    } catch (...) {
      state->failure = std::current_exception();
    }
    state->finished = true;
    if (auto const waiting = state->wake.lock())
      waiting->cancel();
    else
      state->value.reset();
  }

  std::shared_ptr<shared> shared_;
};

/// Throws operation_aborted when the coroutine was cancelled.
inline boost::asio::awaitable<void> leave_if_cancelled() {
  auto const state = co_await boost::asio::this_coro::cancellation_state;
  if (state.cancelled() != boost::asio::cancellation_type::none)
    throw boost::system::system_error(boost::asio::error::operation_aborted);
}

/// What `work` brings, or nothing when it is not through within the limit, or was stopped; it is then
/// abandoned. Throws what it throws, and operation_aborted when the caller is cancelled.
template <class T>
boost::asio::awaitable<std::optional<T>> within_limit(system& machine, duration limit,
                                                      boost::asio::awaitable<T> work,
                                                      std::shared_ptr<stop_switch> stop = nullptr) {
  auto const executor = co_await boost::asio::this_coro::executor;
  auto const deadline = machine.now() + limit;
  std::shared_ptr<timer> const wake = machine.make_timer(executor);
  wake->expires_at(deadline);
  if (stop) stop->wakes(wake);
  side_task<T> task(executor, std::move(work), wake);
  std::optional<T> result;
  try {
    for (;;) {
      co_await leave_if_cancelled();
      if (task.finished()) {
        result.emplace(task.take());
        break;
      }
      if (machine.now() >= deadline || (stop && stop->is_stopped())) {
        task.abandon();
        break;
      }
      boost::system::error_code woken;
      co_await wake->wait(woken);
    }
  } catch (...) {
    task.abandon();
    throw;
  }
  co_return result;
}

}  // namespace hai::net
