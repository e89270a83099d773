#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace hai::net {

/// Scheme, host and port: what a connection, a TLS ticket and the right to see the key belong to.
struct origin {
  bool tls = true;
  std::string host;  ///< lower case; an IPv6 address without brackets
  std::uint16_t port = 443;

  auto operator<=>(origin const&) const = default;
};

/// "host" or "host:port" as the Host header wants it: brackets around IPv6, no default port.
std::string authority(origin const& where);

}  // namespace hai::net
