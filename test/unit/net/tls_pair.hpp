#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include <hai/tls_options.hpp>

#include "net/tls_stream.hpp"
#include "simulation/virtual_stream.hpp"
#include "unit/net/tls_peer.hpp"

namespace hai::net::testing {

/// A TLS client and a TLS server over one connection in memory, both driven by hand.
class tls_pair {
 public:
  tls_pair(boost::asio::io_context& io, std::shared_ptr<tls_context> context, tls_server const& with,
           origin const& where)
      : connection(io.get_executor()),
        client(std::make_unique<tls_stream>(std::move(context), connection.take_client_end(), where)),
        server(std::make_unique<tls_peer>(with, connection.take_server_end())) {}

  /// True when both sides are through.
  bool shake() {
    for (int round = 0; round < 10; ++round) {
      failure.clear();
      auto const progress = client->try_handshake(failure);
      int const code = server->try_accept();
      if (failure) return false;
      if (progress.wanted == readiness::none && code == SSL_ERROR_NONE) return true;
    }
    return false;
  }

  /// What the client can read now; `failure` and `ended` tell how it stopped.
  std::string read_available(std::size_t piece_size = 4096) {
    std::string all;
    std::string piece(piece_size, '\0');
    for (;;) {
      auto const progress = client->try_read(piece, failure);
      all.append(piece.data(), progress.bytes);
      ended = progress.ended;
      if (progress.bytes == 0) return all;
    }
  }

  std::string through_client(std::string_view text) {
    client->try_write(text, failure);
    return server->read_available();
  }
  std::string through_server(std::string_view text) {
    server->write(text);
    return read_available();
  }

  simulation::virtual_connection connection;
  std::unique_ptr<tls_stream> client;
  std::unique_ptr<tls_peer> server;
  boost::system::error_code failure;
  bool ended = false;
};

}  // namespace hai::net::testing
