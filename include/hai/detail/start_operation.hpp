#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <optional>

#include <hai/detail/launch.hpp>

// The body of start_operation. Included where it is instantiated: in the library for its own operations.

namespace hai::detail {

/// What a running operation and the relay in the user's slot share. The signal is touched on the strand only.
struct running_operation {
  asio::strand<asio::any_io_executor> strand;
  asio::cancellation_signal signal;
};

/// All that lies in the user's cancellation slot: Asio 1.81 would put a raw pointer there, which an emission
/// that races completion follows into freed memory.
struct cancellation_relay {
  std::weak_ptr<running_operation> operation;

  void operator()(asio::cancellation_type type) const {
    auto const running = operation.lock();
    if (!running) return;
    auto const strand = running->strand;
    asio::dispatch(strand, [running, type] { running->signal.emit(type); });
  }
};

template <class T>
asio::awaitable<void> carry_out(asio::awaitable<T> operation,
                                asio::any_completion_handler<completion_signature<T>> handler) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  std::exception_ptr failure;
  if constexpr (std::is_void_v<T>) {
    try {
      co_await std::move(operation);
    } catch (...) {
      failure = std::current_exception();
    }
    std::move(handler)(failure);
  } else {
    std::optional<T> result;
    try {
      result.emplace(co_await std::move(operation));
    } catch (...) {
      failure = std::current_exception();
    }
    if (!result) result.emplace();
    std::move(handler)(failure, std::move(*result));
  }
}

/// The function object that co_spawn keeps for as long as it reads the cancellation state. It, not the
/// coroutine that it makes, must own the operation: the coroutine's frame is gone first.
template <class T>
struct operation_entry {
  std::shared_ptr<running_operation> running;
  asio::awaitable<T> operation;
  asio::any_completion_handler<completion_signature<T>> handler;

  asio::awaitable<void> operator()() { return carry_out<T>(std::move(operation), std::move(handler)); }
};

template <class T>
void start_operation(asio::any_io_executor executor, asio::awaitable<T> operation,
                     asio::any_completion_handler<completion_signature<T>> handler) {
  auto running = std::make_shared<running_operation>(asio::make_strand(std::move(executor)));
  if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
    slot.template emplace<cancellation_relay>(cancellation_relay{running});
  auto const strand = running->strand;
  auto const inner = running->signal.slot();
  asio::co_spawn(strand, operation_entry<T>{std::move(running), std::move(operation), std::move(handler)},
                 asio::bind_cancellation_slot(inner, asio::detached));
}

}  // namespace hai::detail
