#pragma once

#include <openssl/ssl.h>

#include <memory>

#include <hai/tls_options.hpp>

#include "net/tls_tickets.hpp"

namespace hai::net {

/// What all TLS connections of one connector share: trust, the client's certificate, tickets. Thread-safe.
class tls_context {
 public:
  /// Throws hai::error errc::invalid_argument for options that cannot be used.
  explicit tls_context(tls_options const& options);

  SSL_CTX* native() const noexcept { return context_.get(); }
  BIO_METHOD* stream_bio_method() const noexcept { return bio_method_.get(); }
  tls_tickets& tickets() noexcept { return tickets_; }

 private:
  struct context_free {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  };
  struct method_free {
    void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
  };

  std::unique_ptr<BIO_METHOD, method_free> bio_method_;
  std::unique_ptr<SSL_CTX, context_free> context_;
  tls_tickets tickets_;
};

}  // namespace hai::net
