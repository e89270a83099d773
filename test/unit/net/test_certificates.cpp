#include "unit/net/test_certificates.hpp"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace hai::net::testing {

namespace {

void demand(bool holds) {
  if (!holds) throw std::runtime_error("OpenSSL could not make a test certificate");
}

template <class Write>
std::string pem_text(Write write) {
  BIO* const bio = BIO_new(BIO_s_mem());
  demand(bio && write(bio) == 1);
  char* data = nullptr;
  auto const size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

void add_extension(X509* certificate, X509* issuer, int kind, std::string const& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  demand(extension && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

void set_name(X509* certificate, std::string const& common_name) {
  auto const* const text = reinterpret_cast<unsigned char const*>(common_name.c_str());
  demand(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, text, -1, -1,
                                    0) == 1);
}

identity unsigned_identity(certificate_wish const& wish) {
  static long serial = 1000;
  identity made;
  made.key.reset(EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  demand(made.key && made.certificate);
  X509* const certificate = made.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  using std::chrono::seconds;
  X509_gmtime_adj(X509_getm_notBefore(certificate), seconds(wish.valid_from).count());
  X509_gmtime_adj(X509_getm_notAfter(certificate), seconds(wish.valid_until).count());
  X509_set_pubkey(certificate, made.key.get());
  set_name(certificate, wish.common_name);
  return made;
}

}  // namespace

std::string identity::certificate_pem() const {
  return pem_text([this](BIO* bio) { return PEM_write_bio_X509(bio, certificate.get()); });
}

std::string identity::key_pem() const {
  return pem_text([this](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

test_authority::test_authority(std::string const& common_name)
    : root_(unsigned_identity(certificate_wish(common_name))) {
  X509* const certificate = root_.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  demand(X509_sign(certificate, root_.key.get(), EVP_sha256()) > 0);
}

identity test_authority::issue(certificate_wish const& wish) const {
  identity made = unsigned_identity(wish);
  X509* const certificate = made.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(root_.certificate.get()));
  std::string names;
  for (auto const& name : wish.names) names += (names.empty() ? "" : ",") + name;
  if (!names.empty()) add_extension(certificate, root_.certificate.get(), NID_subject_alt_name, names);
  demand(X509_sign(certificate, root_.key.get(), EVP_sha256()) > 0);
  return made;
}

temporary_file::temporary_file(std::string const& content) {
  std::string path = ::testing::TempDir() + "hai-net-XXXXXX";
  int const handle = ::mkstemp(path.data());
  if (handle < 0) throw std::runtime_error("no temporary file");
  ::close(handle);
  std::ofstream(path) << content;
  path_ = path;
}

temporary_file::~temporary_file() { std::remove(path_.c_str()); }

}  // namespace hai::net::testing
