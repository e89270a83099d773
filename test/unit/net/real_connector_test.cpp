#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <hai/tls_options.hpp>

#include "net/connector.hpp"
#include "net/tcp_stream.hpp"
#include "unit/net/tls_peer.hpp"

namespace hai::net {
namespace {
namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using testing::certificate_wish;
using testing::test_authority;
using testing::tls_peer;
using testing::tls_server;

connect_limits generous() {
  connect_limits limits;
  limits.resolve = limits.connect = limits.handshake = 30s;
  return limits;
}

asio::awaitable<std::string> exchange(byte_stream& stream, std::string text) {
  boost::system::error_code failure;
  EXPECT_EQ(stream.try_write(text, failure).bytes, text.size());
  std::string reply;
  char piece[256];
  while (!failure && reply.size() < text.size()) {
    auto const progress = stream.try_read(piece, failure);
    reply.append(piece, progress.bytes);
    if (progress.ended) break;
    if (progress.wanted != readiness::none) co_await stream.wait(progress.wanted, failure);
  }
  co_return reply;
}

/// A TLS server on a loopback port that sends back what it gets, `times` connections.
asio::awaitable<void> serve(tcp::acceptor& acceptor, tls_server const& server, int times) {
  for (int i = 0; i < times; ++i) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    auto peer = std::make_shared<tls_peer>(server, std::make_unique<tcp_stream>(std::move(socket)));
    co_await tls_peer::echo(peer);
  }
}

TEST(real_connector, speaks_tls_with_a_server_on_loopback_and_resumes_the_second_time) {
  asio::io_context io;
  test_authority authority;
  tls_server server(authority.issue(certificate_wish("server").for_name("DNS:localhost")));
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  origin where;
  where.host = "localhost";
  where.port = acceptor.local_endpoint().port();
  auto const connector = make_connector(make_real_system(), tls_options().ca_pem(authority.pem()));

  std::vector<bool> resumed;
  std::vector<std::string> replies;
  auto client = [&]() -> asio::awaitable<void> {
    for (int i = 0; i < 3; ++i) {
      auto connection = co_await connector->connect(where, std::nullopt, generous());
      resumed.push_back(connection.tls_resumed);
      replies.push_back(co_await exchange(*connection.stream, "hello"));
      EXPECT_TRUE(connection.stream->is_idle());
      connection.stream->close();
    }
  };
  auto rethrow = [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  };
  asio::co_spawn(asio::make_strand(io), client, rethrow);
  asio::co_spawn(io, serve(acceptor, server, 3), rethrow);
  io.run();

  EXPECT_EQ(resumed, (std::vector<bool>{false, true, true}));
  EXPECT_EQ(replies, std::vector<std::string>(3, "hello"));
}

}  // namespace
}  // namespace hai::net
