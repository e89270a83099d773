#include <gtest/gtest.h>

#include <boost/asio/error.hpp>

#include <hai/error.hpp>

#include "unit/net/connecting.hpp"

namespace hai::net {
namespace {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using simulation::virtual_connection;

class through_a_proxy : public connecting {
 protected:
  through_a_proxy() {
    through.host = "proxy.test";
    through.port = 3128;
    api.machine->add_host("proxy.test", {"10.0.0.7"});
    api.machine->listen("10.0.0.7", 3128, [this](std::shared_ptr<virtual_connection> connection) {
      proxy_end = connection->take_server_end();
      proxy_connection = std::move(connection);
    });
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
  }

  proxy through;
  std::unique_ptr<byte_stream> proxy_end;
  std::shared_ptr<virtual_connection> proxy_connection;
};

TEST_F(through_a_proxy, tls_is_with_the_origin) {
  auto outcome = start(through);
  api.machine->run_for(1s);
  EXPECT_TRUE(asked().starts_with("CONNECT api.test:443 "));
  answer("HTTP/1.1 200 OK\r\n\r\n");
  api.serve_tls(std::move(proxy_end));
  api.machine->run_until_idle();
  ASSERT_TRUE(outcome.has_value()) << outcome.text();
  EXPECT_EQ(api.peers.front()->server_name(), "api.test");
  EXPECT_EQ(api.machine->look_ups(), std::vector<std::string>{"proxy.test"});
}

TEST_F(through_a_proxy, a_refusal_ends_it) {
  auto outcome = start(through);
  api.machine->run_for(1s);
  answer("HTTP/1.1 403 Forbidden\r\n\r\n");
  api.machine->run_until_idle();
  EXPECT_EQ(outcome.code(), errc::connect_failed);
  EXPECT_TRUE(proxy_connection->client_closed());
}

TEST_F(through_a_proxy, silence_ends_it_at_the_limit) {
  auto outcome = finish(through);
  EXPECT_EQ(outcome.code(), errc::timed_out);
  EXPECT_EQ(outcome.text(), "the answer of the proxy proxy.test port 3128 to CONNECT took longer than 15 s");
  EXPECT_TRUE(proxy_connection->client_closed());
}

TEST_F(through_a_proxy, the_proxy_is_named_when_it_cannot_be_reached) {
  api.machine->refuse("10.0.0.7", 3128, asio::error::connection_refused);
  EXPECT_TRUE(finish(through).text().starts_with("connecting to the proxy proxy.test port 3128 failed: "));
}

/// Where a connect can be interrupted: each of its suspensions, told apart by virtual time.
class interrupted : public connecting, public ::testing::WithParamInterface<duration> {
 protected:
  interrupted() {
    api.machine->add_host("proxy.test", {"10.0.0.7"}, 1s);
    api.machine->listen(
        "10.0.0.7", 3128,
        [this](std::shared_ptr<virtual_connection> connection) {
          proxy_end = connection->take_server_end();
          proxy_connection = std::move(connection);
        },
        1s);
    through.host = "proxy.test";
    through.port = 3128;
  }
  /// Look-up until 1 s, connect until 2 s, tunnel until 3 s, then a handshake that gets no answer.
  connect_outcome start_and_run_to_the_point() {
    auto outcome = start(through);
    api.machine->run_for(std::min<duration>(GetParam(), 3s));
    if (GetParam() < 3s) return outcome;
    boost::system::error_code ignored;
    proxy_end->try_write(std::string_view("HTTP/1.1 200 OK\r\n\r\n"), ignored);
    api.machine->run_for(GetParam() - 3s);
    return outcome;
  }

  proxy through;
  std::unique_ptr<byte_stream> proxy_end;
  std::shared_ptr<virtual_connection> proxy_connection;
};

TEST_P(interrupted, by_a_cancellation_it_ends_now_and_leaves_nothing) {
  auto outcome = start_and_run_to_the_point();
  ASSERT_FALSE(outcome.finished()) << outcome.text();
  outcome.cancel();
  api.machine->run_ready();
  EXPECT_TRUE(outcome.was_aborted()) << outcome.text();
  EXPECT_EQ(api.machine->elapsed(), GetParam());
  EXPECT_EQ(api.machine->armed_timers(), 0u);
  if (proxy_connection) {
    EXPECT_TRUE(proxy_connection->client_closed());
  }
  EXPECT_FALSE(api.machine->advance());
}

TEST_P(interrupted, by_the_end_of_its_execution_context_it_leaves_nothing) {
  auto inner = std::make_unique<asio::io_context>();
  auto machine = std::make_shared<simulation::virtual_system>(*inner);
  machine->add_host("api.test", {"10.0.0.1", "fd00::1"}, 1s);
  std::vector<std::unique_ptr<byte_stream>> ends;
  auto const keep = [&](auto connection) { ends.push_back(connection->take_server_end()); };
  machine->listen("10.0.0.1", 443, keep, 2s);
  machine->listen("fd00::1", 443, keep, 2s);
  connect_outcome const outcome(
      inner->get_executor(),
      make_connector(machine, tls_options().ca_pem(authority.pem()))->connect(api.where, {}, three_limits()));
  machine->run_for(GetParam());
  EXPECT_FALSE(outcome.finished());
  std::weak_ptr const sign = machine;
  machine.reset();
  ends.clear();
  inner.reset();
  EXPECT_TRUE(sign.expired());
  EXPECT_FALSE(outcome.finished());
}

INSTANTIATE_TEST_SUITE_P(
    at, interrupted, ::testing::Values(0ms, 500ms, 1500ms, 2500ms, 3500ms), [](auto const& each) {
      return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(each.param).count()) +
             "_ms";
    });

}  // namespace
}  // namespace hai::net
