#pragma once

#include <chrono>
#include <hai/detail/export.hpp>

namespace hai {

/// How long each part of an exchange may take.
class HAI_EXPORT timeout_options {
 public:
  /// Looking up the host name. Default: 10 s.
  timeout_options& resolve(std::chrono::milliseconds value) { return resolve_ = value, *this; }
  /// Connecting to one of its addresses, and through a proxy. Default: 10 s.
  timeout_options& connect(std::chrono::milliseconds value) { return connect_ = value, *this; }
  /// The TLS handshake. Default: 10 s.
  timeout_options& handshake(std::chrono::milliseconds value) { return handshake_ = value, *this; }
  /// One attempt of a plain call, from its connection to the end of its reply. Default: 60 s.
  timeout_options& request(std::chrono::milliseconds value) { return request_ = value, *this; }
  /// A reply that has begun may pause so long between two bytes. Default: 20 s.
  timeout_options& stall(std::chrono::milliseconds value) { return stall_ = value, *this; }

  std::chrono::milliseconds resolve() const { return resolve_; }
  std::chrono::milliseconds connect() const { return connect_; }
  std::chrono::milliseconds handshake() const { return handshake_; }
  std::chrono::milliseconds request() const { return request_; }
  std::chrono::milliseconds stall() const { return stall_; }

 private:
  std::chrono::milliseconds resolve_{10'000};
  std::chrono::milliseconds connect_{10'000};
  std::chrono::milliseconds handshake_{10'000};
  std::chrono::milliseconds request_{60'000};
  std::chrono::milliseconds stall_{20'000};
};

}  // namespace hai
