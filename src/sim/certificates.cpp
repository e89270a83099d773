#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace hai::sim {

namespace {

template <auto Free>
struct deleter {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using key_ptr = std::unique_ptr<EVP_PKEY, deleter<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, deleter<X509_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, deleter<X509_EXTENSION_free>>;
using bio_ptr = std::unique_ptr<BIO, deleter<BIO_free_all>>;

constexpr long day = 24L * 60 * 60;

void require(bool ok, char const* what) {
  if (!ok) throw std::runtime_error(std::string("simulated platform: OpenSSL failed to ") + what);
}

key_ptr new_key() {
  key_ptr key(EVP_EC_gen("P-256"));
  require(key != nullptr, "make a key");
  return key;
}

void extend(X509* certificate, X509* issuer, int id, char const* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  extension_ptr const extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
  require(extension && X509_add_ext(certificate, extension.get(), -1), "add an extension");
}

certificate_ptr blank(EVP_PKEY* key, char const* name, long from, long until) {
  certificate_ptr certificate(X509_new());
  require(certificate != nullptr, "make a certificate");
  X509* const c = certificate.get();
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "draw a serial number");
  X509_set_version(c, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(c), serial >> 1U);
  X509_gmtime_adj(X509_getm_notBefore(c), from);
  X509_gmtime_adj(X509_getm_notAfter(c), until);
  X509_set_pubkey(c, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_ASC,
                             reinterpret_cast<unsigned char const*>(name), -1, -1, 0);
  return certificate;
}

certificate_ptr new_ca(EVP_PKEY* key) {
  auto ca = blank(key, "hai-sim test CA", -day, 30 * day);
  X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
  extend(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  require(X509_sign(ca.get(), key, EVP_sha256()) > 0, "sign the CA");
  return ca;
}

certificate_ptr new_server(EVP_PKEY* key, X509* ca, EVP_PKEY* ca_key, certificate_kind kind) {
  bool const expired = kind == certificate_kind::expired, elsewhere = kind == certificate_kind::wrong_host;
  auto server =
      blank(key, elsewhere ? "elsewhere.example" : "localhost", -2 * day, expired ? -day : 30 * day);
  X509_set_issuer_name(server.get(), X509_get_subject_name(ca));
  extend(server.get(), ca, NID_basic_constraints, "critical,CA:FALSE");
  extend(server.get(), ca, NID_ext_key_usage, "serverAuth");
  extend(server.get(), ca, NID_authority_key_identifier, "keyid");
  extend(server.get(), ca, NID_subject_alt_name,
         elsewhere ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1,IP:::1");
  require(X509_sign(server.get(), ca_key, EVP_sha256()) > 0, "sign the certificate");
  return server;
}

template <class Write>
std::string pem(Write write) {
  bio_ptr const bio(BIO_new(BIO_s_mem()));
  require(bio && write(bio.get()) == 1, "write PEM");
  char* text = nullptr;
  long const length = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string certificate_pem(X509* c) {
  return pem([c](BIO* bio) { return PEM_write_bio_X509(bio, c); });
}

}  // namespace

tls_identity make_identity(certificate_kind kind) {
  auto const ca_key = new_key(), key = new_key();
  auto const ca = new_ca(ca_key.get());
  auto const server = new_server(key.get(), ca.get(), ca_key.get(), kind);
  tls_identity identity;
  identity.certificate_pem = certificate_pem(server.get());
  identity.key_pem = pem([&](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  if (kind == certificate_kind::unknown_ca) {
    auto const other_key = new_key();
    identity.ca_pem = certificate_pem(new_ca(other_key.get()).get());
  } else {
    identity.ca_pem = certificate_pem(ca.get());
  }
  return identity;
}

}  // namespace hai::sim
