#include "server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "connection.hpp"

namespace dashboard {
namespace asio = boost::asio;

namespace {

constexpr std::size_t most_browsers = 256;
constexpr auto breather = std::chrono::milliseconds(100);  // after an accept that failed for want of files

}  // namespace

asio::awaitable<void> serve(asio::ip::tcp::acceptor acceptor, handler answer) {
  auto const executor = acceptor.get_executor();
  auto const browsers = std::make_shared<std::size_t>(0);
  asio::steady_timer pause(executor);
  for (;;) {
    boost::system::error_code failure;
    asio::ip::tcp::socket socket(executor);
    if (*browsers < most_browsers)
      co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, failure));
    if (failure == asio::error::operation_aborted) co_return;
    if (failure || !socket.is_open()) {
      pause.expires_after(breather);
      co_await pause.async_wait(asio::use_awaitable);
      continue;
    }
    ++*browsers;
    asio::co_spawn(executor, talk(std::move(socket), answer),
                   [browsers](std::exception_ptr) { --*browsers; });  // a browser that has gone is no failure
  }
}

}  // namespace dashboard
