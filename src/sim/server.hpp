#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "alarm.hpp"
#include "wire.hpp"
#include "world.hpp"

namespace hai::sim {

class connection;

/// Listens on loopback and runs the connections, all on one strand.
class server : public std::enable_shared_from_this<server> {
 public:
  /// Binds and listens at once; throws boost::system::system_error.
  server(boost::asio::any_io_executor, platform_options);
  ~server();

  void start();
  void forget(std::uint64_t connection) { connections_.erase(connection); }
  void remove_ca_file();

  world& state() { return world_; }
  server_strand const& strand() const { return strand_; }
  std::uint16_t port() const { return port_; }
  std::string const& ca_file() const { return ca_file_; }
  std::string const& ca_pem() const { return identity_.ca_pem; }

  // From any thread; done on the strand.
  void drop_connections();
  void stop();
  void restart(std::chrono::nanoseconds down);

 private:
  void open();
  void close_listener();
  void drop_all();
  void write_ca_file();
  static boost::asio::awaitable<void> accept_loop(std::shared_ptr<server>, std::uint64_t era);
  static boost::asio::awaitable<void> come_back(std::shared_ptr<server>, time_point when, std::uint64_t era);
  void accepted(boost::asio::ip::tcp::socket);

  world world_;
  server_strand strand_;
  tls_identity identity_;
  wire_factory wires_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::string ca_file_;
  bool owns_ca_file_ = false;
  std::shared_ptr<alarm> downtime_;  ///< of a restart
  std::uint64_t era_ = 0;  ///< counts the openings and closings: what an earlier one began gives way
  std::uint64_t connection_count_ = 0;
  std::unordered_map<std::uint64_t, std::weak_ptr<connection>> connections_;
};

}  // namespace hai::sim
