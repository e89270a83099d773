#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "net/connector.hpp"
#include "simulation/virtual_system.hpp"
#include "unit/net/tls_peer.hpp"

namespace hai::net::testing {

/// A TLS server at https://api.test, 10.0.0.1, in virtual time.
class virtual_origin {
 public:
  explicit virtual_origin(boost::asio::io_context& io, tls_server const& server)
      : machine(std::make_shared<simulation::virtual_system>(io)), io_(io), server_(server) {
    where.host = "api.test";
  }

  /// Finds the name after one delay and accepts after another; what comes is served as TLS.
  void open(duration look_up = {}, duration accept = {}) {
    machine->add_host("api.test", {"10.0.0.1"}, look_up);
    machine->listen(
        "10.0.0.1", 443, [this](auto connection) { serve_tls(std::move(connection)); }, accept);
  }

  void serve_tls(std::shared_ptr<simulation::virtual_connection> connection) {
    serve_tls(connection->take_server_end());
    connections.push_back(std::move(connection));
  }
  void serve_tls(std::unique_ptr<byte_stream> server_end) {
    peers.push_back(std::make_shared<tls_peer>(server_, std::move(server_end)));
    boost::asio::co_spawn(io_, tls_peer::echo(peers.back()), boost::asio::detached);
  }

  origin where;
  std::shared_ptr<simulation::virtual_system> machine;
  std::vector<std::shared_ptr<simulation::virtual_connection>> connections;
  std::vector<std::shared_ptr<tls_peer>> peers;

 private:
  boost::asio::io_context& io_;
  tls_server const& server_;
};

}  // namespace hai::net::testing
