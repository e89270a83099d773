#pragma once

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <type_traits>
#include <utility>

namespace hai::detail {

namespace asio = boost::asio;

/// The executor a handler goes home to, counted as having work while the handler waits.
template <class Handler>
auto home_of(Handler const& handler, asio::any_io_executor const& otherwise) {
  return asio::prefer(asio::get_associated_executor(handler, otherwise),
                      asio::execution::outstanding_work.tracked);
}

/// Runs `work` on `home`, with the handler's allocator, and never inside the caller; but an executor that is
/// itself an erased completion executor cannot post. It dispatches: the caller must be on a strand of its
/// own, and not in a call of the user's.
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
      : handler_(std::move(handler)), home_(home_of(handler_, otherwise)) {}

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
  Handler handler_;  // goes last: it may own its context
  decltype(home_of(std::declval<Handler const&>(), std::declval<asio::any_io_executor const&>())) home_;
};

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
