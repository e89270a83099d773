#pragma once

namespace hai::net::testing {

/// How many bytes OpenSSL has allocated and not freed.
long openssl_bytes();

}  // namespace hai::net::testing
