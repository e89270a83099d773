#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "simulation/fleet/http_text.hpp"
#include "simulation/virtual_system.hpp"

namespace hai::simulation {

/// The server's end of one virtual connection, in whole requests and replies.
class server_wire {
 public:
  server_wire(std::shared_ptr<virtual_system> machine, std::shared_ptr<virtual_connection> wire)
      : machine_(std::move(machine)), wire_(std::move(wire)), stream_(wire_->take_server_end()) {}

  /// The next request; nothing once the connection is gone, or after `patience` without one.
  boost::asio::awaitable<std::optional<received_request>> receive(net::duration patience);
  /// False: the connection is gone.
  boost::asio::awaitable<bool> send(std::string_view bytes);
  virtual_connection& connection() { return *wire_; }

 private:
  std::shared_ptr<virtual_system> machine_;
  std::shared_ptr<virtual_connection> wire_;
  std::shared_ptr<net::byte_stream> stream_;
  std::string received_;
};

}  // namespace hai::simulation
