#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace hai::net::testing {

struct x509_free {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
struct key_free {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using x509_ptr = std::unique_ptr<X509, x509_free>;
using key_ptr = std::unique_ptr<EVP_PKEY, key_free>;

/// A certificate and its key (EC P-256).
struct identity {
  x509_ptr certificate;
  key_ptr key;

  std::string certificate_pem() const;
  std::string key_pem() const;
};

/// What a certificate is to say.
class certificate_wish {
 public:
  explicit certificate_wish(std::string name) : common_name(std::move(name)) {}
  /// "DNS:api.test" or "IP:127.0.0.1"
  certificate_wish& for_name(std::string name) { return names.push_back(std::move(name)), *this; }
  certificate_wish& valid(std::chrono::hours from, std::chrono::hours until) {
    return valid_from = from, valid_until = until, *this;
  }

  std::string common_name;
  std::vector<std::string> names;
  std::chrono::hours valid_from{-1};  ///< relative to now
  std::chrono::hours valid_until{24};
};

/// A certification authority made for one test program.
class test_authority {
 public:
  explicit test_authority(std::string const& common_name = "test authority");

  identity issue(certificate_wish const& wish) const;
  std::string pem() const { return root_.certificate_pem(); }
  X509* certificate() const { return root_.certificate.get(); }

 private:
  identity root_;
};

/// A file in the test's temporary folder; removed at the end.
class temporary_file {
 public:
  explicit temporary_file(std::string const& content);
  temporary_file(temporary_file const&) = delete;
  temporary_file& operator=(temporary_file const&) = delete;
  ~temporary_file();
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace hai::net::testing
