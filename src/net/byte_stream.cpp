#include "net/byte_stream.hpp"

#include <boost/asio/this_coro.hpp>
#include <tuple>

namespace hai::net {
namespace asio = boost::asio;

step byte_stream::read_on(read_sink& sink, boost::system::error_code& failure) {
  auto const room = sink.room();
  auto const read = try_read(room, failure);
  if (!failure && read.bytes > 0) sink.take(room.first(read.bytes));
  return read;
}

asio::awaitable<void> byte_stream::wait(readiness wanted, boost::system::error_code& failure) {
  asio::any_io_executor const home = co_await asio::this_coro::executor;
  auto until_ready = ready(wanted, home);
  auto const outcome = co_await std::move(until_ready);
  failure = std::get<0>(outcome);
}

}  // namespace hai::net
