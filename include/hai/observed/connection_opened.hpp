#pragma once

#include <chrono>
#include <hai/detail/export.hpp>
#include <string_view>

namespace hai::observed {

enum class handshake { none, full, resumed };  ///< of TLS; none: plain HTTP on loopback

/// A connection was made, with its handshake.
struct HAI_EXPORT connection_opened {
  std::string_view host;  ///< of the origin: "agp.eu.hcompany.ai"; with its port where that is not 443
  bool through_proxy = false;
  observed::handshake handshake = observed::handshake::none;
  std::chrono::nanoseconds duration{};  ///< look-up, connect, tunnel and handshake
};

}  // namespace hai::observed
