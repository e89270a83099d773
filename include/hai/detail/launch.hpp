#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <exception>
#include <hai/detail/export.hpp>
#include <type_traits>
#include <utility>

namespace hai::detail {

namespace asio = boost::asio;

template <class T>
struct completion {
  using signature = void(std::exception_ptr, T);
};
template <>
struct completion<void> {
  using signature = void(std::exception_ptr);
};
template <class T>
using completion_signature = typename completion<T>::signature;

/// What the public operations accept as their last argument.
template <class Token, class T>
concept token_for = asio::completion_token_for<std::remove_cvref_t<Token>, completion_signature<T>>;

/// The executor a handler goes home to, counted as having work while the handler waits.
template <class Handler>
auto home_of(Handler const& handler, asio::any_io_executor const& otherwise) {
  return asio::prefer(asio::get_associated_executor(handler, otherwise),
                      asio::execution::outstanding_work.tracked);
}

/// Runs `work` on `home`, never inside the caller, with the handler's allocator. An executor that is itself
/// an erased completion executor cannot post: it dispatches, which is as good where the caller is on a strand
/// of its own.
template <class Home, class Allocator, class Work>
void send_home(Home const& home, Allocator const& allocator, Work work) {
  auto bound = asio::bind_allocator(allocator, std::move(work));
  if constexpr (std::is_same_v<std::remove_cvref_t<Home>, asio::any_completion_executor>)
    asio::dispatch(home, std::move(bound));
  else
    asio::post(home, std::move(bound));
}

/// A handler that may be called anywhere: the call posts itself to the handler's own executor, whose type is
/// still known here and would be lost once the handler is erased.
template <class Handler>
class homing_handler {
 public:
  homing_handler(Handler handler, asio::any_io_executor const& otherwise)
      : home_(home_of(handler, otherwise)), handler_(std::move(handler)) {}

  template <class... Results>
  void operator()(Results... results) {
    auto const home = std::move(home_);
    auto const allocator = asio::get_associated_allocator(handler_);
    send_home(home, allocator, [handler = std::move(handler_), ... results = std::move(results)]() mutable {
      std::move(handler)(std::move(results)...);
    });
  }

  Handler const& target() const noexcept { return handler_; }

 private:
  decltype(home_of(std::declval<Handler const&>(), std::declval<asio::any_io_executor const&>())) home_;
  Handler handler_;
};

/// Runs an operation on a strand of its own over `executor`, relays the handler's cancellation to it, and
/// hands the outcome to the handler. The handler's slot may be emitted to from any thread, and used again at
/// once afterwards.
template <class T>
HAI_EXPORT void start_operation(asio::any_io_executor executor, asio::awaitable<T> operation,
                                asio::any_completion_handler<completion_signature<T>> handler);

/// Runs `operation` through any completion token. T must be default-constructible: that is what comes beside
/// a failure.
template <class T, token_for<T> Token>
auto launch(asio::any_io_executor executor, asio::awaitable<T> operation, Token&& token) {
  return asio::async_initiate<Token, completion_signature<T>>(
      [](auto handler, asio::any_io_executor on, asio::awaitable<T> body) {
        using handler_type = std::remove_cvref_t<decltype(handler)>;
        homing_handler<handler_type> homing(std::move(handler), on);
        start_operation<T>(std::move(on), std::move(body),
                           asio::any_completion_handler<completion_signature<T>>(std::move(homing)));
      },
      token, std::move(executor), std::move(operation));
}

}  // namespace hai::detail

template <template <class, class> class Associator, class Handler, class Default>
struct boost::asio::associator<Associator, hai::detail::homing_handler<Handler>, Default>
    : Associator<Handler, Default> {
  static auto get(hai::detail::homing_handler<Handler> const& handler) noexcept {
    return Associator<Handler, Default>::get(handler.target());
  }
  static auto get(hai::detail::homing_handler<Handler> const& handler, Default const& otherwise) noexcept {
    return Associator<Handler, Default>::get(handler.target(), otherwise);
  }
};
