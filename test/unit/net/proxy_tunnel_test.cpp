#include "net/proxy_tunnel.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "simulation/virtual_stream.hpp"
#include "unit/net/coroutine_outcome.hpp"

namespace hai::net {
namespace {
namespace asio = boost::asio;
using simulation::direction_behaviour;
using simulation::virtual_connection;
using testing::coroutine_outcome;

class proxy_tunnel : public ::testing::Test {
 protected:
  proxy_tunnel() {
    where.host = "api.test";
    through.host = "proxy.test";
    through.port = 3128;
    through.authorization = "Basic c2VjcmV0";
  }

  void start() {
    outcome.emplace(io.get_executor(), open_tunnel(connection.take_client_end(), where, through));
    run();
  }
  void run() {
    io.restart();
    io.poll();
  }
  std::string asked() {
    boost::system::error_code ignored;
    std::string text(4096, '\0');
    text.resize(proxy_end->try_read(text, ignored).bytes);
    return text;
  }
  void answer(std::string_view text) {
    boost::system::error_code ignored;
    proxy_end->try_write(text, ignored);
    run();
  }

  asio::io_context io;
  origin where;
  proxy through;
  virtual_connection connection{io.get_executor()};
  std::unique_ptr<byte_stream> proxy_end = connection.take_server_end();
  std::optional<coroutine_outcome<std::unique_ptr<byte_stream>>> outcome;
};

TEST_F(proxy_tunnel, asks_for_host_and_port_with_its_credentials) {
  start();
  EXPECT_EQ(asked(),
            "CONNECT api.test:443 HTTP/1.1\r\nHost: api.test:443\r\nProxy-Authorization: Basic "
            "c2VjcmV0\r\n\r\n");
}

TEST_F(proxy_tunnel, puts_an_ipv6_address_into_brackets_and_sends_no_empty_credentials) {
  where.host = "fd00::1";
  through.authorization.clear();
  start();
  EXPECT_EQ(asked(), "CONNECT [fd00::1]:443 HTTP/1.1\r\nHost: [fd00::1]:443\r\n\r\n");
}

TEST_F(proxy_tunnel, is_open_after_any_2xx_however_its_head_is_cut) {
  connection.to_client().next_read_size = [] { return 1; };
  connection.to_server().max_write = 3;
  start();
  answer("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
  ASSERT_TRUE(outcome->has_value()) << outcome->text();
  boost::system::error_code failure;
  asked();
  outcome->value()->try_write(std::string_view("hello"), failure);
  EXPECT_EQ(asked().substr(0, 3), "hel");
}

TEST_F(proxy_tunnel, names_the_status_of_a_refusal_and_not_the_credentials) {
  start();
  answer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 6\r\n\r\nc2Vjcm");
  EXPECT_EQ(outcome->code(), errc::connect_failed);
  EXPECT_EQ(outcome->text(),
            "the proxy proxy.test:3128 refused a tunnel to api.test:443: 407 Proxy Authentication Required; "
            "put a user and a password that it accepts into the proxy's URL");
}

TEST_F(proxy_tunnel, keeps_control_characters_of_the_proxy_out_of_the_text) {
  start();
  answer("HTTP/1.0 502 bad\x1b[31m\r\n\r\n");
  EXPECT_EQ(outcome->text(), "the proxy proxy.test:3128 refused a tunnel to api.test:443: 502 bad?[31m");
}

struct bad_answer {
  std::string name;
  std::string text;
  std::string complaint;
};

class proxy_answer : public proxy_tunnel, public ::testing::WithParamInterface<bad_answer> {};

TEST_P(proxy_answer, that_opens_no_tunnel_is_a_failure) {
  start();
  answer(GetParam().text);
  proxy_end->close();
  run();
  EXPECT_EQ(outcome->code(), errc::connect_failed);
  EXPECT_NE(outcome->text().find(GetParam().complaint), std::string::npos) << outcome->text();
  EXPECT_TRUE(connection.client_closed());
}

INSTANTIATE_TEST_SUITE_P(
    each, proxy_answer,
    ::testing::Values(bad_answer{"garbage", "SSH-2.0-test\r\n", "not HTTP"},
                      bad_answer{"short_status", "HTTP/1.1 20\r\n\r\n", "not HTTP"},
                      bad_answer{"http_2", "HTTP/2.0 200 OK\r\n\r\n", "not HTTP"},
                      bad_answer{"nothing", "", "instead of answering"},
                      bad_answer{"half_a_head", "HTTP/1.1 200 OK\r\n", "instead of answering"},
                      bad_answer{"endless", "HTTP/1.1 200 " + std::string(20'000, 'x'), "too long"},
                      bad_answer{"eager", "HTTP/1.1 200 OK\r\n\r\nhello", "data of its own"}),
    [](auto const& each) { return each.param.name; });

TEST_F(proxy_tunnel, ends_with_the_connection) {
  connection.to_client().cut_after = 5;
  connection.to_client().cut = direction_behaviour::ending::reset;
  start();
  answer("HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(outcome->code(), errc::connect_failed);
  EXPECT_NE(outcome->text().find("Connection reset"), std::string::npos) << outcome->text();
}

TEST_F(proxy_tunnel, is_cancelled_while_it_waits_for_the_answer) {
  start();
  outcome->cancel();
  run();
  EXPECT_TRUE(outcome->was_aborted());
  EXPECT_TRUE(connection.client_closed());
}

}  // namespace
}  // namespace hai::net
