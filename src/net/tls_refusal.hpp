#pragma once

#include <openssl/ssl.h>

#include <string>

#include <hai/error.hpp>

#include "net/origin.hpp"

namespace hai::net {

/// Why a certificate did not verify: OpenSSL's code, and what the certificate in question says about it.
struct tls_refusal {
  int code = X509_V_OK;
  std::string subject;
  std::string not_before;
  std::string not_after;
  std::string names;  ///< the hosts it is for

  /// What can be told about a certificate that verification stopped at.
  static tls_refusal of(int code, X509* certificate);
};

/// errc::certificate, in words that say what is wrong and what to do.
error certificate_error(origin const& where, tls_refusal const& refusal);

/// errc::connect_failed for a handshake that failed for any other reason.
error handshake_error(origin const& where, boost::system::error_code cause);

}  // namespace hai::net
