#include "net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <cstring>
#include <hai/error.hpp>
#include <new>
#include <string>

#include "net/bio_ptr.hpp"
#include "net/stream_bio.hpp"
#include "net/tls_stream.hpp"

namespace hai::net {

namespace {

// The first error of the queue is the cause; later ones say who passed it on.
std::string openssl_reason() {
  auto const code = ERR_peek_error();
  ERR_clear_error();
  if (ERR_SYSTEM_ERROR(code)) return std::strerror(ERR_GET_REASON(code));
  char const* const reason = ERR_reason_error_string(code);
  return reason ? reason : "unknown error";
}

[[noreturn]] void refuse(std::string const& option, std::string const& file) {
  throw error(errc::invalid_argument, option + ": " + (file.empty() ? "" : file + ": ") + openssl_reason());
}

void trust_file(SSL_CTX* context, std::string const& file) {
  if (SSL_CTX_load_verify_file(context, file.c_str()) != 1) refuse("tls_options::ca_file", file);
}

struct certificate_free {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

void trust_text(SSL_CTX* context, std::string const& pem) {
  bio_ptr const text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!text) throw std::bad_alloc();
  std::size_t count = 0;
  for (;; ++count) {
    std::unique_ptr<X509, certificate_free> const certificate(
        PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) != 1)
      refuse("tls_options::ca_pem", "");
  }
  auto const end = ERR_peek_last_error();
  bool const read_whole = ERR_GET_LIB(end) == ERR_LIB_PEM && ERR_GET_REASON(end) == PEM_R_NO_START_LINE;
  if (count == 0 || !read_whole) refuse("tls_options::ca_pem", "");
  ERR_clear_error();
}

void set_trust(SSL_CTX* context, tls_options const& options) {
  if (!options.ca_file().empty()) trust_file(context, options.ca_file());
  if (!options.ca_pem().empty()) trust_text(context, options.ca_pem());
}

// As OpenSSL itself does: the environment of a program with more rights than its user has no say.
std::string set_or(char const* variable, char const* otherwise) {
#ifdef __GLIBC__
  char const* const value = ::secure_getenv(variable);
#else
  char const* const value = std::getenv(variable);
#endif
  return value ? value : otherwise;
}

void set_client_certificate(SSL_CTX* context, tls_options const& options) {
  auto const& certificate = options.certificate_file();
  auto const& key = options.key_file();
  if (certificate.empty() && key.empty()) return;
  std::string const name = "tls_options::client_certificate";
  if (certificate.empty() || key.empty())
    throw error(errc::invalid_argument, name + ": needs both a certificate file and a key file");
  // Without this, OpenSSL asks the terminal for the password of an encrypted key.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return -1; });
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) refuse(name, certificate);
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) refuse(name, key);
  if (SSL_CTX_check_private_key(context) != 1) refuse(name, key);
}

void set_protocol(SSL_CTX* context, tls_version oldest) {
  SSL_CTX_set_min_proto_version(context, oldest == tls_version::tls_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  static constexpr unsigned char offered[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  if (SSL_CTX_set_alpn_protos(context, offered, sizeof offered) != 0) throw std::bad_alloc();
}

}  // namespace

tls_context::tls_context(tls_options const& options)
    : bio_method_(stream_bio::make_method()), context_(SSL_CTX_new(TLS_client_method())) {
  if (options.ca_file().empty() && options.ca_pem().empty()) {
    system_ca_file_ = set_or(X509_get_default_cert_file_env(), X509_get_default_cert_file());
    system_ca_directories_ = set_or(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
  }
  if (!bio_method_ || !context_) throw std::bad_alloc();
  ERR_clear_error();
  set_protocol(context_.get(), options.min_version());
  set_trust(context_.get(), options);
  set_client_certificate(context_.get(), options);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, &tls_stream::on_verify);
  SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context_.get(), &tls_stream::on_new_session);
}

// What is missing or broken there shows when a certificate does not verify.
void tls_context::trust_system() {
  if (!system_ca_file_.empty()) SSL_CTX_load_verify_file(context_.get(), system_ca_file_.c_str());
  if (!system_ca_directories_.empty())
    SSL_CTX_load_verify_dir(context_.get(), system_ca_directories_.c_str());
  ERR_clear_error();
}

}  // namespace hai::net
