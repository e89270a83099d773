#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "net/byte_stream.hpp"
#include "net/origin.hpp"
#include "net/system.hpp"

namespace hai {
class tls_options;
}

namespace hai::net {

/// How long each part of coming to a connection may take.
struct connect_limits {
  duration resolve;
  duration connect;
  duration handshake;
};

/// An HTTP proxy to tunnel through.
struct proxy {
  std::string host;
  std::uint16_t port = 0;
  std::string authorization;  ///< value of Proxy-Authorization; empty: none
};

/// What came of connecting.
struct connected {
  std::unique_ptr<byte_stream> stream;
  bool tls_resumed = false;
};

/// Makes connections to origins: name look-up, a race of addresses, proxy tunnel, TLS with verification and
/// tickets. Thread-safe; holds no I/O object between calls.
class connector {
 public:
  virtual ~connector() = default;
  /// Cancellable at every point, within its limits. Throws hai::error: errc::connect_failed (with each
  /// address and cause; a connect_failure where it says something about capacity), errc::certificate (with
  /// OpenSSL's reason), errc::timed_out with the phase that took too long.
  virtual boost::asio::awaitable<connected> connect(origin where, std::optional<proxy> through,
                                                    connect_limits limits) = 0;
};

/// Throws hai::error errc::invalid_argument for TLS options that cannot be used (a CA file that is not there,
/// …).
std::shared_ptr<connector> make_connector(std::shared_ptr<system> machine, tls_options const& tls);

}  // namespace hai::net
