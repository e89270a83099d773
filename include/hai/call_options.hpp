#pragma once

#include <chrono>
#include <functional>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hai {

/// What client::with changes for all that is made through its result, and session::with for its plain calls.
/// What is not set stays as the client has it.
class HAI_EXPORT call_options {
 public:
  /// Another key; an empty one sends none.
  call_options& api_key(std::string key) { return api_key_ = std::move(key), *this; }
  /// The time one attempt of a plain call may take.
  call_options& timeout(std::chrono::milliseconds value) { return timeout_ = value, *this; }
  /// Attempts of a plain call, the first included.
  call_options& attempts(int value) { return attempts_ = value, *this; }
  /// One more header for each request. CR, LF and NUL are refused; Authorization, Host and those of framing
  /// too.
  call_options& header(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  /// The Idempotency-Key of start_session, 1 to 255 characters; without it each start_session makes its own.
  call_options& idempotency_key(std::string key) { return idempotency_key_ = std::move(key), *this; }

  std::optional<std::string> const& api_key() const { return api_key_; }
  std::optional<std::chrono::milliseconds> timeout() const { return timeout_; }
  std::optional<int> attempts() const { return attempts_; }
  std::vector<std::pair<std::string, std::string>> const& headers() const { return headers_; }
  std::optional<std::string> const& idempotency_key() const { return idempotency_key_; }

 private:
  std::optional<std::string> api_key_;
  std::optional<std::chrono::milliseconds> timeout_;
  std::optional<int> attempts_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::optional<std::string> idempotency_key_;
};

}  // namespace hai
