#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hai/call_options.hpp>
#include <hai/client_options.hpp>

namespace hai::api {

/// The lines of the headers of one handle, and below them the one that carries the key: written anew only
/// when the key is another one. Thread-safe.
class signed_lines {
 public:
  explicit signed_lines(std::shared_ptr<std::string const> unsigned_lines) noexcept
      : unsigned_lines_(std::move(unsigned_lines)) {}
  /// Null for a key that no header can carry.
  std::shared_ptr<std::string const> with(std::string_view key) const;

 private:
  std::shared_ptr<std::string const> const unsigned_lines_;
  mutable std::mutex mutex_;
  mutable std::string last_key_;
  mutable std::shared_ptr<std::string const> last_lines_;
};

/// How one handle's calls are made. Immutable; client::with makes another.
struct call_settings {
  std::function<std::string()> api_key;  ///< empty function: no key
  std::vector<std::pair<std::string, std::string>> headers;
  bool gzip = true;
  /// Those headers, and Accept-Encoding, as they are written on the wire.
  std::shared_ptr<std::string const> header_lines;
  std::shared_ptr<signed_lines const> lines_with_key;
  std::chrono::milliseconds timeout;
  int attempts;
  std::optional<std::string> idempotency_key;
};

/// Throws hai::error errc::invalid_argument for headers that cannot be sent or are the library's own, and
/// numbers out of range.
std::shared_ptr<call_settings const> settings_from(client_options const& options);
std::shared_ptr<call_settings const> settings_with(call_settings const& base, call_options const& changes);

}  // namespace hai::api
