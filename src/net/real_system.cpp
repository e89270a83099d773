#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <random>
#include <type_traits>

#include "net/strand_of.hpp"
#include "net/strand_types.hpp"
#include "net/system.hpp"
#include "net/tcp_stream.hpp"

namespace hai::net {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using boost::system::system_error;

namespace {

/// Over the executor's own type: thousands of them wait at a time.
template <class Executor>
class real_timer final : public timer {
 public:
  explicit real_timer(Executor const& executor) : timer_(executor, time_point::max()) {}

  void expires_at(time_point when) override { timer_.expires_at(when); }
  void cancel() override { timer_.cancel(); }

  void async_wait(asio::any_completion_handler<void(error_code)> handler) override {
    timer_.async_wait(asio::bind_executor(timer_.get_executor(), std::move(handler)));
  }

  asio::awaitable<void> wait(error_code& failure) override {
    failure.clear();
    return timer_.async_wait(asio::redirect_error(asio::use_awaitable, failure));
  }

 private:
  asio::basic_waitable_timer<clock, asio::wait_traits<clock>, Executor> timer_;
};

/// A look-up that its waiter may leave: getaddrinfo cannot be interrupted, so its end finds only this.
struct leavable_look_up {
  explicit leavable_look_up(asio::any_io_executor const& executor)
      : resolver(executor), end(executor, time_point::max()) {}

  tcp::resolver resolver;
  asio::steady_timer end;
  bool finished = false;
  error_code failure;
  tcp::resolver::results_type found;
};

asio::awaitable<std::shared_ptr<leavable_look_up>> looked_up(std::string host, std::uint16_t port) {
  auto const executor = co_await asio::this_coro::executor;
  auto const shared = std::make_shared<leavable_look_up>(executor);
  auto keep = [shared](error_code failure, tcp::resolver::results_type found) {
    shared->failure = failure;
    shared->found = std::move(found);
    shared->finished = true;
    shared->end.cancel();
  };
  shared->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                 asio::bind_executor(executor, std::move(keep)));
  while (!shared->finished) {
    error_code woken;
    co_await shared->end.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    shared->resolver.cancel();
    throw system_error(asio::error::operation_aborted);
  }
  co_return shared;
}

/// getaddrinfo says "not found" when it had no descriptor to look with.
error_code more_exact(error_code look_up_failure) {
  int const probe = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return error_code(errno, boost::system::system_category());
  ::close(probe);
  return look_up_failure;
}

/// Asio goes on asking whether a socket can be written to once something has waited for that, as a connect
/// does: each later wait for bytes would be woken once for nothing. A socket that is registered anew does
/// not.
void register_anew(tcp::socket& socket, tcp::endpoint const& peer) {
  error_code failure;
  auto const handle = socket.release(failure);
  if (failure) return;  // not everywhere can a socket be let go of
  socket.assign(peer.protocol(), handle, failure);
  if (!failure) return;
  ::close(handle);
  throw system_error(failure);
}

class real_system final : public system {
 public:
  time_point now() const override { return clock::now(); }

  std::chrono::system_clock::time_point calendar() const override { return std::chrono::system_clock::now(); }

  std::unique_ptr<timer> make_timer(asio::any_io_executor executor) override {
    std::unique_ptr<timer> made;
    on_own_type(executor, [&](auto const& own) {
      made = std::make_unique<real_timer<std::decay_t<decltype(own)>>>(own);
    });
    return made;
  }

  asio::awaitable<std::vector<tcp::endpoint>> resolve(std::string host, std::uint16_t port) override {
    std::vector<tcp::endpoint> addresses;
    error_code not_literal;
    auto const literal = asio::ip::make_address(host, not_literal);
    if (!not_literal) {
      addresses.emplace_back(literal, port);
      co_return addresses;
    }
    auto const answer = co_await looked_up(std::move(host), port);
    if (answer->failure) throw system_error(more_exact(answer->failure));
    for (auto const& entry : answer->found) addresses.push_back(entry.endpoint());
    co_return addresses;
  }

  asio::awaitable<std::unique_ptr<byte_stream>> connect(tcp::endpoint address) override {
    asio::any_io_executor const home = co_await asio::this_coro::executor;
    tcp::socket socket(beneath(home));
    co_await socket.async_connect(address, asio::use_awaitable);
    register_anew(socket, address);
    socket.set_option(tcp::no_delay(true));
    socket.set_option(asio::socket_base::keep_alive(true));
    co_return std::make_unique<tcp_stream>(std::move(socket));
  }

  std::uint64_t entropy() override {
    std::random_device device;
    return std::uint64_t(device()) << 32 | device();
  }
};

}  // namespace

std::shared_ptr<system> make_real_system() { return std::make_shared<real_system>(); }

}  // namespace hai::net
