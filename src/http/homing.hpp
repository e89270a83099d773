#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <type_traits>
#include <utility>

namespace hai::http {

/// A handler that posts itself to its own executor when called, from whatever thread, and counts there as
/// work until then. Made before the handler's type is erased: an erased executor could not post. Unlike
/// detail::homing_handler it shows nothing of the handler: erased, that would take the handler's slot, which
/// whoever waits here has set.
template <class Handler, class Executor>
class homing {
 public:
  homing(Handler handler, Executor const& executor)
      : handler_(std::move(handler)),
        executor_(boost::asio::prefer(executor, boost::asio::execution::outstanding_work.tracked)) {}

  void operator()() {
    auto const home = executor_;
    boost::asio::post(home, [handler = std::move(handler_)]() mutable { std::move(handler)(); });
  }

 private:
  using tracked_executor = std::decay_t<decltype(boost::asio::prefer(
      std::declval<Executor const&>(), boost::asio::execution::outstanding_work.tracked))>;

  Handler handler_;
  tracked_executor executor_;
};

/// `handler`, homing to its associated executor, else to `fallback`.
template <class Handler, class Executor>
auto make_homing(Handler handler, Executor const& fallback) {
  auto const home = boost::asio::get_associated_executor(handler, fallback);
  return homing<Handler, std::decay_t<decltype(home)>>(std::move(handler), home);
}

}  // namespace hai::http
