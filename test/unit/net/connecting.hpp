#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <hai/tls_options.hpp>

#include "net/connector.hpp"
#include "unit/net/coroutine_outcome.hpp"
#include "unit/net/virtual_origin.hpp"

namespace hai::net {

inline connect_limits three_limits() {
  connect_limits limits;
  limits.resolve = std::chrono::seconds(5);
  limits.connect = std::chrono::seconds(10);
  limits.handshake = std::chrono::seconds(15);
  return limits;
}

inline testing::certificate_wish for_api_test() {
  return testing::certificate_wish("the server").for_name("DNS:api.test");
}

/// A connector, a TLS server at api.test in virtual time, and an authority that both know.
class connecting : public ::testing::Test {
 protected:
  using connect_outcome = testing::coroutine_outcome<connected>;

  connect_outcome start(std::optional<proxy> through = std::nullopt) {
    auto const connector = make_connector(api.machine, tls_options().ca_pem(authority.pem()));
    return connect_outcome(io.get_executor(),
                           connector->connect(api.where, std::move(through), three_limits()));
  }
  connect_outcome finish(std::optional<proxy> through = std::nullopt) {
    auto outcome = start(std::move(through));
    api.machine->run_until_idle();
    EXPECT_TRUE(outcome.finished());
    EXPECT_EQ(api.machine->armed_timers(), 0u);
    return outcome;
  }
  /// A server at api.test that accepts, and never says a word.
  void open_but_mute() {
    api.machine->add_host("api.test", {"10.0.0.1"});
    api.machine->listen("10.0.0.1", 443, [this](std::shared_ptr<simulation::virtual_connection> connection) {
      mute_ends.push_back(connection->take_server_end());
      api.connections.push_back(std::move(connection));
    });
  }

  testing::test_authority authority;
  testing::tls_server server{authority.issue(for_api_test())};
  boost::asio::io_context io;
  testing::virtual_origin api{io, server};
  std::vector<std::unique_ptr<byte_stream>> mute_ends;
};

}  // namespace hai::net
