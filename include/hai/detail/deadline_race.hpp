#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <hai/detail/aborted.hpp>

namespace hai::detail {

namespace asio = boost::asio;

/// What the operation, its deadline and the caller's cancellation share. All of them run on the caller's
/// executor, one at a time.
template <class Timer>
struct deadline_race {
  explicit deadline_race(Timer armed) : timer(std::move(armed)) {}

  Timer timer;
  asio::cancellation_signal signal;
  bool fired = false;      // the deadline came first
  bool cancelled = false;  // the caller's cancellation came first
  bool done = false;
  bool initiating = true;
};

template <class T>
using race_value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
template <class T>
using race_signature = void(std::exception_ptr, std::optional<race_value<T>>);

/// Owned by co_spawn for as long as it reads the cancellation state that hangs off `race`.
template <class T, class Timer>
struct raced_operation {
  std::shared_ptr<deadline_race<Timer>> race;
  asio::awaitable<T> operation;
  asio::any_completion_handler<race_signature<T>> handler;
  asio::any_io_executor executor;

  asio::awaitable<void> operator()() { return run(race, std::move(operation), std::move(handler), executor); }

  static asio::awaitable<void> run(std::shared_ptr<deadline_race<Timer>> race, asio::awaitable<T> operation,
                                   asio::any_completion_handler<race_signature<T>> handler,
                                   asio::any_io_executor executor) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    std::optional<race_value<T>> value;
    std::exception_ptr failure;
    try {
      if constexpr (std::is_void_v<T>) {
        co_await std::move(operation);
        value.emplace();
      } else {
        value.emplace(co_await std::move(operation));
      }
    } catch (...) {
      failure = std::current_exception();
    }
    race->done = true;
    race->timer.cancel();
    if (failure && race->fired && !race->cancelled && is_aborted(failure))
      failure = nullptr;  // the deadline's doing
    // Nothing may run between the value's leaving its source and its delivery: a dispatch, once nobody is in
    // between.
    auto deliver = [handler = std::move(handler), failure, value = std::move(value)]() mutable {
      std::move(handler)(failure, std::move(value));
    };
    if (race->initiating)
      asio::post(executor, std::move(deliver));
    else
      asio::dispatch(executor, std::move(deliver));
  }
};

/// Completes with the operation's value or failure, or, when the timer fires first and the operation ends
/// cancelled, with neither.
template <class T, class Timer, class Token>
auto race_deadline(asio::any_io_executor executor, Timer timer, asio::awaitable<T> operation, Token&& token) {
  return asio::async_initiate<Token, race_signature<T>>(
      [](auto handler, asio::any_io_executor on, Timer armed, asio::awaitable<T> body) {
        auto race = std::make_shared<deadline_race<Timer>>(std::move(armed));
        std::weak_ptr<deadline_race<Timer>> const weak = race;
        // Erasing a handler takes its slot over: the relay goes into the erased one's.
        asio::any_completion_handler<race_signature<T>> erased(std::move(handler));
        if (auto slot = asio::get_associated_cancellation_slot(erased); slot.is_connected()) {
          slot.assign([weak](asio::cancellation_type type) {
            if (auto const alive = weak.lock()) {
              if (!alive->fired) alive->cancelled = true;
              alive->signal.emit(type);
            }
          });
        }
        race->timer.async_wait(asio::bind_executor(on, [weak](boost::system::error_code failure) {
          auto const alive = weak.lock();
          if (!alive || failure || alive->done) return;
          alive->fired = true;
          alive->signal.emit(asio::cancellation_type::terminal);
        }));
        auto const inner = race->signal.slot();
        raced_operation<T, Timer> raced{race, std::move(body), std::move(erased), on};
        asio::co_spawn(on, std::move(raced), asio::bind_cancellation_slot(inner, asio::detached));
        race->initiating = false;
      },
      token, std::move(executor), std::move(timer), std::move(operation));
}

}  // namespace hai::detail
