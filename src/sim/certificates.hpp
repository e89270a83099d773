#pragma once

#include <string>

#include <hai/sim/platform_options.hpp>

namespace hai::sim {

/// A server's key and certificate, and the CA a client should trust, all PEM. Keys are EC P-256, made anew
/// each time.
struct tls_identity {
  std::string ca_pem, certificate_pem, key_pem;
};

/// Throws std::runtime_error when OpenSSL fails.
tls_identity make_identity(certificate_kind);

}  // namespace hai::sim
