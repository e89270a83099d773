#include "session/event_buffer.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hai::detail {

asio::awaitable<std::optional<event>> take_next(std::shared_ptr<event_buffer> buffer) {
  auto const state = co_await asio::this_coro::cancellation_state;
  if (!state.slot().is_connected()) {  // nobody can cancel this wait: an event that is ready needs no detour
    event ready;
    if (buffer->try_take(ready)) co_return ready;
  }
  std::shared_ptr<cursor<std::optional<event>>> const source = std::move(buffer);
  co_return co_await async_take<std::optional<event>>(source, asio::use_awaitable);
}

}  // namespace hai::detail
