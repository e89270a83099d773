#pragma once

#include <openssl/ssl.h>

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

#include "net/byte_stream.hpp"
#include "net/stream_bio.hpp"
#include "unit/net/test_certificates.hpp"

namespace hai::net::testing {

/// The server's side of TLS: one SSL_CTX with a certificate, for any number of peers.
class tls_server {
 public:
  explicit tls_server(identity who);

  SSL_CTX* native() const { return context_.get(); }
  void only_tls_1_2() { SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION); }
  /// Asks for a client certificate of this authority, and fails without.
  void demand_client_certificate(test_authority const& authority);
  BIO_METHOD* bio_method() const { return method_.get(); }

 private:
  struct context_free {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  };
  struct method_free {
    void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
  };
  identity who_;
  std::unique_ptr<BIO_METHOD, method_free> method_;
  std::unique_ptr<SSL_CTX, context_free> context_;
};

/// One server's end of a TLS connection, in steps that do not block.
class tls_peer {
 public:
  tls_peer(tls_server const& server, std::unique_ptr<byte_stream> lower);

  /// SSL_ERROR_NONE when the handshake is through, SSL_ERROR_WANT_READ while it is under way.
  int try_accept();
  /// What can be read now.
  std::string read_available();
  /// SSL_ERROR_*; the whole text must fit.
  int write(std::string_view text);
  int shutdown();
  void request_key_update();
  /// Sends one more ticket; TLS 1.3 only.
  void send_ticket();
  /// Closes the stream below without close_notify.
  void cut() { lower_->close(); }
  byte_stream& lower() { return *lower_; }

  std::string server_name() const;
  std::string client_name() const;
  bool resumed() const { return SSL_session_reused(ssl_.get()) == 1; }
  SSL* native() const { return ssl_.get(); }

  /// The handshake, then whatever arrives comes back, until the client ends it.
  static boost::asio::awaitable<void> echo(std::shared_ptr<tls_peer> peer);

 private:
  struct ssl_free {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
  };
  int drive(std::function<int()> const& call);

  std::unique_ptr<byte_stream> lower_;
  stream_bio bio_;
  std::unique_ptr<SSL, ssl_free> ssl_;
};

}  // namespace hai::net::testing
