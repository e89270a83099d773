#include <hai/detail/waiting.hpp>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <type_traits>

#include <hai/error.hpp>

namespace hai::detail {

void post_look(asio::any_io_executor const& home, std::shared_ptr<waiter_at_home> who) {
  using tracked_context_executor = std::decay_t<decltype(asio::prefer(
      std::declval<asio::io_context::executor_type>(), asio::execution::outstanding_work.tracked))>;
  auto look = [who = std::move(who)] { who->look_again(); };
  if (auto const* plain = home.target<tracked_context_executor>())
    asio::post(*plain, asio::bind_allocator(block_allocator<char>(), std::move(look)));
  else
    asio::post(home, std::move(look));
}

std::exception_ptr already_waiting_failure() {
  return std::make_exception_ptr(
      error(errc::already_waiting,
            "next: this cursor has a waiter already; a cursor belongs to one consumer at a time"));
}

std::exception_ptr aborted_failure() {
  return std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted));
}

}  // namespace hai::detail
