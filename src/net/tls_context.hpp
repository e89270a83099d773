#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string>

#include <hai/tls_options.hpp>

#include "net/tls_tickets.hpp"

namespace hai::net {

/// What all TLS connections of one connector share: trust, the client's certificate, tickets. Thread-safe.
class tls_context {
 public:
  /// Throws hai::error errc::invalid_argument for options that cannot be used.
  explicit tls_context(tls_options const& options);

  /// For a new connection. The system's certificates, where they count, are read for the first: that takes
  /// tens of milliseconds, which a client that never speaks TLS is spared.
  SSL_CTX* native() {
    std::call_once(system_is_trusted_, [this] { trust_system(); });
    return context_.get();
  }
  BIO_METHOD* stream_bio_method() const noexcept { return bio_method_.get(); }
  tls_tickets& tickets() noexcept { return tickets_; }

 private:
  struct context_free {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  };
  struct method_free {
    void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
  };

  void trust_system();

  std::unique_ptr<BIO_METHOD, method_free> bio_method_;
  std::unique_ptr<SSL_CTX, context_free> context_;
  std::string system_ca_file_;         ///< as the environment had it when this was made
  std::string system_ca_directories_;  ///< neither: other certificates were given
  std::once_flag system_is_trusted_;
  tls_tickets tickets_;
};

}  // namespace hai::net
