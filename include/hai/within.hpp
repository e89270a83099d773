#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/system_executor.hpp>
#include <chrono>
#include <utility>

#include <hai/detail/deadline_race.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/start_operation.hpp>
#include <hai/error.hpp>

namespace hai {

namespace detail {

[[noreturn]] HAI_EXPORT void throw_timed_out(std::chrono::steady_clock::duration limit);

template <class T>
boost::asio::awaitable<T> within_limit(std::chrono::steady_clock::duration limit,
                                       boost::asio::awaitable<T> operation) {
  auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, limit);
  auto value =
      co_await race_deadline<T>(executor, std::move(timer), std::move(operation), boost::asio::use_awaitable);
  if (!value) throw_timed_out(limit);
  if constexpr (!std::is_void_v<T>) co_return *std::move(value);
}

}  // namespace detail

/// Gives an operation a deadline: its value, its own failure, or hai::error with errc::timed_out after
/// `limit`.
///
/// At the deadline the operation is cancelled and waited for, which for those of this library is at once. A
/// value that came all the same is returned, so `within(limit, stream.next())` loses no event. A cancellation
/// of the caller ends it with asio::error::operation_aborted. The operation runs on the caller's executor,
/// which must run one thing at a time: a strand, or an io_context with one thread (the same holds for Asio's
/// `||`).
/// @snippet functions.cpp within
template <class T>
boost::asio::awaitable<T> within(std::chrono::steady_clock::duration limit,
                                 boost::asio::awaitable<T> operation) {
  return detail::within_limit<T>(limit, std::move(operation));
}

/// The same with a completion token, signature void(std::exception_ptr, T). The operation runs on a strand
/// over the handler's associated executor, so a race made of this form can lose an event of a cursor; see the
/// reads of a cursor. A handler that has none runs with the operation on Asio's system executor, that is on
/// threads of Asio's own: bind one with boost::asio::bind_executor.
template <class T, detail::token_for<T> Token>
auto within(std::chrono::steady_clock::duration limit, boost::asio::awaitable<T> operation, Token&& token) {
  return boost::asio::async_initiate<Token, detail::completion_signature<T>>(
      [](auto handler, std::chrono::steady_clock::duration span, boost::asio::awaitable<T> body) {
        boost::asio::any_io_executor const executor = boost::asio::get_associated_executor(
            handler, boost::asio::any_io_executor(boost::asio::system_executor()));
        auto home = detail::erased_homing<T>(std::move(handler), executor);
        detail::start_operation<T>(executor, detail::within_limit<T>(span, std::move(body)), std::move(home));
      },
      token, limit, std::move(operation));
}

}  // namespace hai
