#include "unit/net/tls_peer.hpp"

#include <openssl/err.h>

#include <stdexcept>

namespace hai::net::testing {
namespace asio = boost::asio;

tls_server::tls_server(identity who)
    : who_(std::move(who)), method_(stream_bio::make_method()), context_(SSL_CTX_new(TLS_server_method())) {
  if (SSL_CTX_use_certificate(context_.get(), who_.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context_.get(), who_.key.get()) != 1)
    throw std::runtime_error("the test server cannot use its certificate");
  static constexpr unsigned char session_context[] = "test";
  SSL_CTX_set_session_id_context(context_.get(), session_context, sizeof session_context);
  SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

void tls_server::demand_client_certificate(test_authority const& authority) {
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), authority.certificate());
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

tls_peer::tls_peer(tls_server const& server, std::unique_ptr<byte_stream> lower)
    : lower_(std::move(lower)), bio_(*lower_), ssl_(SSL_new(server.native())) {
  BIO* const bio = bio_.make_bio(server.bio_method());
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_accept_state(ssl_.get());
}

int tls_peer::drive(std::function<int()> const& call) {
  ERR_clear_error();
  bio_.begin();
  int const result = call();
  int const code = SSL_get_error(ssl_.get(), result);
  bio_.end();
  ERR_clear_error();
  return code;
}

int tls_peer::try_accept() {
  return drive([this] { return SSL_do_handshake(ssl_.get()); });
}

std::string tls_peer::read_available() {
  std::string all;
  char piece[4096];
  std::size_t got = 0;
  while (drive([&] { return SSL_read_ex(ssl_.get(), piece, sizeof piece, &got); }) == SSL_ERROR_NONE)
    all.append(piece, got);
  return all;
}

int tls_peer::write(std::string_view text) {
  int code = SSL_ERROR_NONE;
  while (!text.empty() && code == SSL_ERROR_NONE) {
    std::size_t put = 0;
    code = drive([&] { return SSL_write_ex(ssl_.get(), text.data(), text.size(), &put); });
    text.remove_prefix(put);
  }
  return code;
}

int tls_peer::shutdown() {
  return drive([this] { return SSL_shutdown(ssl_.get()) < 0 ? -1 : 1; });
}

void tls_peer::request_key_update() {
  SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED);
  drive([this] { return SSL_do_handshake(ssl_.get()); });
}

void tls_peer::send_ticket() {
  SSL_new_session_ticket(ssl_.get());
  drive([this] { return SSL_do_handshake(ssl_.get()); });
}

std::string tls_peer::server_name() const {
  char const* const name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
  return name ? name : "";
}

std::string tls_peer::client_name() const {
  X509* const certificate = SSL_get0_peer_certificate(ssl_.get());
  if (!certificate) return {};
  char name[256] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  return name;
}

asio::awaitable<void> tls_peer::echo(std::shared_ptr<tls_peer> peer) {
  boost::system::error_code failure;
  for (;;) {
    int const code = peer->try_accept();
    if (code == SSL_ERROR_NONE) break;
    if (code != SSL_ERROR_WANT_READ) co_return peer->cut();
    co_await peer->lower_->wait(readiness::readable, failure);
    if (failure) co_return;
  }
  for (;;) {
    auto const text = peer->read_available();
    if (!text.empty() && peer->write(text) != SSL_ERROR_NONE) co_return;
    if (SSL_get_shutdown(peer->ssl_.get()) & SSL_RECEIVED_SHUTDOWN) co_return peer->cut();
    co_await peer->lower_->wait(readiness::readable, failure);
    if (failure || peer->lower_->is_idle()) co_return;
  }
}

}  // namespace hai::net::testing
