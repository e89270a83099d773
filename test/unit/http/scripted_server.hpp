#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/counters.hpp"
#include "http/pool.hpp"
#include "simulation/virtual_system.hpp"

namespace hai::http::testing {

/// The server's end of one connection, for a script.
class server_end {
 public:
  server_end(std::shared_ptr<net::system> machine, std::shared_ptr<simulation::virtual_connection> wire);

  /// The next request, head and body, as sent; empty once the client has gone.
  boost::asio::awaitable<std::string> read_request();
  boost::asio::awaitable<void> write(std::string bytes);
  boost::asio::awaitable<void> sleep(net::duration span);
  void close() { stream_->close(); }

  simulation::virtual_connection& wire() { return *wire_; }

 private:
  std::shared_ptr<net::system> machine_;
  std::shared_ptr<simulation::virtual_connection> wire_;
  std::unique_ptr<net::byte_stream> stream_;
  std::string unread_;
};

/// A pool on a virtual machine, with a server whose connections each run a script.
class pool_in_virtual_time {
 public:
  using script = std::function<boost::asio::awaitable<void>(server_end&, int connection)>;

  explicit pool_in_virtual_time(script serve, pool_options options = {});
  ~pool_in_virtual_time();

  /// Plain TCP to the scripted server.
  static net::origin origin();
  static exchange_limits limits();

  boost::asio::awaitable<lease> acquire(room which) { return pool_->acquire(origin(), std::nullopt, which); }
  std::shared_ptr<pool> const& connections() const { return pool_; }

  /// Runs `body` to its end, and everything with it; rethrows its failure.
  void run(std::function<boost::asio::awaitable<void>()> body);

  boost::asio::io_context io;
  std::shared_ptr<simulation::virtual_system> machine;
  std::shared_ptr<counters> count;
  int accepted = 0;
  /// Wires in the order of their connections.
  std::vector<std::shared_ptr<simulation::virtual_connection>> wires;

 private:
  std::shared_ptr<pool> pool_;
};

/// "HTTP/1.1 200 OK" with this body and a Content-Length.
std::string ok(std::string const& body, std::string const& headers = "");

}  // namespace hai::http::testing
