#pragma once

#include <hai/detail/export.hpp>
#include <string>
#include <utility>

namespace hai {

/// TLS protocol versions that can be asked for as a minimum.
enum class tls_version { tls_1_2, tls_1_3 };

/// How the server is verified, and how this client shows who it is. Chain and host name are always verified.
/// Without a CA of its own the client trusts the system's (OpenSSL's defaults, so SSL_CERT_FILE and
/// SSL_CERT_DIR work).
class HAI_EXPORT tls_options {
 public:
  /// Trusts the certificates in this PEM file, and no others.
  tls_options& ca_file(std::string path) { return ca_file_ = std::move(path), *this; }
  /// Trusts the certificates in this PEM text, and no others. With ca_file both are trusted.
  tls_options& ca_pem(std::string text) { return ca_pem_ = std::move(text), *this; }
  /// PEM files of the client's certificate chain and of its private key.
  tls_options& client_certificate(std::string certificate_file, std::string key_file) {
    certificate_file_ = std::move(certificate_file);
    key_file_ = std::move(key_file);
    return *this;
  }
  /// The oldest protocol version to accept. Default: TLS 1.2.
  tls_options& min_version(tls_version version) { return min_version_ = version, *this; }

  std::string const& ca_file() const { return ca_file_; }
  std::string const& ca_pem() const { return ca_pem_; }
  std::string const& certificate_file() const { return certificate_file_; }
  std::string const& key_file() const { return key_file_; }
  tls_version min_version() const { return min_version_; }

 private:
  std::string ca_file_;
  std::string ca_pem_;
  std::string certificate_file_;
  std::string key_file_;
  tls_version min_version_ = tls_version::tls_1_2;
};

}  // namespace hai
