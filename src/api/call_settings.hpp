#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <hai/call_options.hpp>
#include <hai/client_options.hpp>

namespace hai::api {

/// How one handle's calls are made. Immutable; client::with makes another.
struct call_settings {
  std::function<std::string()> api_key;  ///< empty function: no key
  std::vector<std::pair<std::string, std::string>> headers;
  bool gzip = true;
  /// Those headers, and Accept-Encoding, as they are written on the wire.
  std::shared_ptr<std::string const> header_lines;
  std::chrono::milliseconds timeout;
  int attempts;
  std::optional<std::string> idempotency_key;
};

/// Throws hai::error errc::invalid_argument for headers that cannot be sent or are the library's own, and
/// numbers out of range.
std::shared_ptr<call_settings const> settings_from(client_options const& options);
std::shared_ptr<call_settings const> settings_with(call_settings const& base, call_options const& changes);

}  // namespace hai::api
