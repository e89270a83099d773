#pragma once

#include <hai/detail/export.hpp>
#include <string_view>

namespace hai::observed {

enum class close_reason {
  idle_expired,    ///< idle for longer than pool_options::idle_expiry
  lifetime,        ///< older than pool_options::max_lifetime
  evicted,         ///< idle, and its room was needed
  server_closed,   ///< the server ended it between two requests, or said that it would
  failed,          ///< reset, cut, stalled, or no HTTP
  cancelled,       ///< what ran on it was cancelled, or out of time
  client_released  ///< the client was closed, or is gone
};

/// A connection was closed, and why.
struct HAI_EXPORT connection_closed {
  std::string_view host;  ///< as in connection_opened
  close_reason reason = close_reason::client_released;
};

}  // namespace hai::observed
