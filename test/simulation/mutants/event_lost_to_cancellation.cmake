# The look at the cancellation comes after the event has left the buffer.
set(source session/event_buffer.cpp)
set(prologue "#include <boost/asio/error.hpp>\n#include <boost/asio/post.hpp>\n")
set(right "  co_return co_await async_take<std::optional<event>>(source, asio::use_awaitable);")
set(wrong "  auto taken = co_await async_take<std::optional<event>>(source, asio::use_awaitable);
  co_await asio::post(asio::use_awaitable);
  auto const late = co_await asio::this_coro::cancellation_state;
  if (late.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
  co_return taken;")
