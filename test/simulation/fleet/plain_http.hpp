#pragma once

#include <cstdlib>

namespace hai::simulation {

/// These worlds speak plain HTTP: each client is spared the reading of the system's certificates, which would
/// take longer than most worlds. Call it before the first client is made.
inline void spare_system_certificates() {
  for (char const* const name : {"SSL_CERT_FILE", "SSL_CERT_DIR"}) ::setenv(name, "/dev/null", 1);
}

}  // namespace hai::simulation
