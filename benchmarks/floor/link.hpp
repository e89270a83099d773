#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace bench {

/// What all connections share: the context and its tickets.
class tls_client {
 public:
  explicit tls_client(std::string const& ca_file);

  SSL_CTX* context() const { return context_.get(); }
  /// Connections from now on take the tickets that earlier ones brought, each once.
  void resume();

 private:
  struct context_free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  std::unique_ptr<SSL_CTX, context_free> context_;
};

/// One TLS connection over a non-blocking socket, driven by OpenSSL through a BIO of its own.
class link {
 public:
  link(tls_client& client, std::string const& address, std::string const& port);
  link(link const&) = delete;
  link& operator=(link const&) = delete;
  ~link();

  int socket() const { return socket_; }
  /// One step of the handshake. True: it is through.
  bool handshake();
  void write(std::string_view text);
  /// What has arrived by now, in a buffer that all links share; empty at the end too.
  std::string_view read();
  bool is_over() const { return over_; }
  bool was_resumed() const { return SSL_session_reused(ssl_) == 1; }

 private:
  friend struct link_bio;

  int socket_;
  SSL* ssl_;
  std::string spill_;  // bytes that OpenSSL has not asked for yet
  std::size_t spill_taken_ = 0;
  bool drained_ = false;
  bool over_ = false;
};

}  // namespace bench
