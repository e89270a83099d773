#include "net/tcp_stream.hpp"

#include <sys/socket.h>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <cerrno>

#include <hai/detail/block_memory.hpp>

#include "net/strand_types.hpp"

namespace hai::net {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

bool would_block(int code) { return code == EAGAIN || code == EWOULDBLOCK; }

template <class Call>
ssize_t restarted(Call call) {
  for (;;) {
    auto const result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

}  // namespace

step tcp_stream::try_read(std::span<char> into, error_code& failure) {
  failure.clear();
  step result;
  if (drained_) {
    result.wanted = readiness::readable;
    return result;
  }
  auto const handle = socket_.native_handle();
  auto const got = restarted([&] { return ::recv(handle, into.data(), into.size(), MSG_DONTWAIT); });
  if (got > 0) {
    result.bytes = static_cast<std::size_t>(got);
    drained_ = result.bytes < into.size();
  } else if (got == 0) {
    result.ended = !into.empty();
  } else if (would_block(errno)) {
    drained_ = true;
    result.wanted = readiness::readable;
  } else {
    failure.assign(errno, boost::system::system_category());
  }
  return result;
}

step tcp_stream::try_write(std::span<char const> from, error_code& failure) {
  failure.clear();
  step result;
  auto const handle = socket_.native_handle();
  auto const sent =
      restarted([&] { return ::send(handle, from.data(), from.size(), MSG_NOSIGNAL | MSG_DONTWAIT); });
  if (sent >= 0)
    result.bytes = static_cast<std::size_t>(sent);
  else if (would_block(errno))
    result.wanted = readiness::writable;
  else
    failure.assign(errno, boost::system::system_category());
  if (failure) drained_ = false;  // the peer may have said why before it hung up
  return result;
}

void tcp_stream::async_wait(readiness wanted, asio::any_io_executor const& home, wait_handler handler) {
  if (wanted == readiness::readable) drained_ = false;
  auto const kind =
      wanted == readiness::writable ? asio::socket_base::wait_write : asio::socket_base::wait_read;
  on_own_type(home, [&](auto const& executor) {
    auto at_home = asio::bind_executor(executor, std::move(handler));
    socket_.async_wait(kind, asio::bind_allocator(detail::block_allocator<char>(), std::move(at_home)));
  });
}

bool tcp_stream::is_idle() {
  char byte = 0;
  auto const handle = socket_.native_handle();
  auto const got = restarted([&] { return ::recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT); });
  if (got < 0 && would_block(errno)) return true;
  drained_ = false;
  return false;
}

void tcp_stream::close() noexcept {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace hai::net
