#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "certificates.hpp"

namespace hai::sim {

/// The bytes of one accepted connection, TLS or not. One read and one write may be under way at a time;
/// everything on the connection's strand.
class wire {
 public:
  using read_handler = std::function<void(boost::system::error_code, std::size_t)>;

  virtual ~wire() = default;
  virtual boost::asio::awaitable<boost::system::error_code> handshake() = 0;
  virtual bool resumed() const = 0;
  virtual void read_some(boost::asio::mutable_buffer, read_handler) = 0;
  virtual boost::asio::awaitable<boost::system::error_code> write(std::string_view) = 0;
  /// Says goodbye as the protocol asks, then closes.
  virtual boost::asio::awaitable<void> finish() = 0;
  /// Closes without a word; with `reset`, by RST.
  virtual void drop(bool reset) = 0;
};

/// Makes the wires of a server; without an identity they are plain TCP.
class wire_factory {
 public:
  wire_factory();
  wire_factory(tls_identity const&, bool session_tickets);
  ~wire_factory();

  std::unique_ptr<wire> make(boost::asio::ip::tcp::socket) const;

 private:
  struct tls;
  std::unique_ptr<tls> tls_;
};

}  // namespace hai::sim
