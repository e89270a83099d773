# The look at the cancellation comes after the event has left the buffer.
set(source session/event_stream.cpp)
set(prologue "#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <hai/event.hpp>
#include <optional>
static boost::asio::awaitable<std::optional<hai::event>> looked_at_late(
    boost::asio::awaitable<std::optional<hai::event>> taking) {
  auto taken = co_await std::move(taking);
  co_await boost::asio::post(boost::asio::use_awaitable);
  auto const late = co_await boost::asio::this_coro::cancellation_state;
  if (late.cancelled() != boost::asio::cancellation_type::none)
    throw boost::system::system_error(boost::asio::error::operation_aborted);
  co_return taken;
}
")
set(right "  return detail::take_next(core_, &begun_and_left);")
set(wrong "  return looked_at_late(detail::take_next(core_, &begun_and_left));")
