#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <hai/client.hpp>
#include <hai/detail/export.hpp>
#include <type_traits>
#include <utility>

namespace hai {

namespace detail {

HAI_EXPORT int run_program(std::function<boost::asio::awaitable<int>(client)> program);

template <class F>
boost::asio::awaitable<int> exit_code_of(F program, client with) {
  if constexpr (std::is_same_v<std::invoke_result_t<F&, client>, boost::asio::awaitable<int>>) {
    co_return co_await program(std::move(with));
  } else {
    co_await program(std::move(with));
    co_return 0;
  }
}

}  // namespace detail

/// Runs a small program: makes an io_context and a client with the options of the environment, awaits
/// `program(client)` and returns an exit code for main(). `program` returns an awaitable<void>, or an
/// awaitable<int> with the code itself.
///
/// SIGINT and SIGTERM cancel it; the code is then 130 or 143. A failure is printed to stderr; the code is
/// then 1. Within the program everything runs on one thread. It returns as soon as the program has ended,
/// also when streams are open.
/// @snippet functions.cpp run
template <class F>
int run(F program) {
  return detail::run_program([program = std::move(program)](client with) {
    return detail::exit_code_of<F>(program, std::move(with));
  });
}

}  // namespace hai
