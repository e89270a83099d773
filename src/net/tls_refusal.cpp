#include "net/tls_refusal.hpp"

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>

#include "net/bio_ptr.hpp"

namespace hai::net {

namespace {

std::string text_of(bio_ptr const& bio) {
  char* data = nullptr;
  auto const size = BIO_get_mem_data(bio.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

template <class Print>
std::string printed(Print print) {
  bio_ptr const bio(BIO_new(BIO_s_mem()));
  if (!bio || print(bio.get()) < 0) return {};
  return text_of(bio);
}

std::string ip_text(ASN1_OCTET_STRING const* value) {
  auto const* const bytes = ASN1_STRING_get0_data(value);
  if (ASN1_STRING_length(value) == 4) {
    boost::asio::ip::address_v4::bytes_type v4;
    std::copy_n(bytes, v4.size(), v4.begin());
    return boost::asio::ip::address_v4(v4).to_string();
  }
  if (ASN1_STRING_length(value) != 16) return {};
  boost::asio::ip::address_v6::bytes_type v6;
  std::copy_n(bytes, v6.size(), v6.begin());
  return boost::asio::ip::address_v6(v6).to_string();
}

std::string name_text(GENERAL_NAME const* name) {
  if (name->type == GEN_IPADD) return ip_text(name->d.iPAddress);
  if (name->type != GEN_DNS) return {};
  return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(name->d.dNSName)),
          static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))};
}

std::string names_of(X509* certificate) {
  constexpr std::size_t long_enough = 200;
  auto* const names =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  std::string text;
  for (int i = 0; i < sk_GENERAL_NAME_num(names) && text.size() < long_enough; ++i) {
    auto const name = name_text(sk_GENERAL_NAME_value(names, i));
    if (name.empty()) continue;
    text += text.empty() ? name : ", " + name;
  }
  GENERAL_NAMES_free(names);
  return text;
}

bool is_unknown_authority(int code) {
  switch (code) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return true;
    default:
      return false;
  }
}

std::string explanation(tls_refusal const& refusal) {
  std::string const reason = X509_verify_cert_error_string(refusal.code);
  std::string const subject = refusal.subject.empty() ? "" : " (" + refusal.subject + ")";
  if (refusal.code == X509_V_ERR_CERT_HAS_EXPIRED)
    return reason + subject + ": it was valid until " + refusal.not_after +
           "; the server needs a new one, unless this machine's clock is wrong";
  if (refusal.code == X509_V_ERR_CERT_NOT_YET_VALID)
    return reason + subject + ": it is valid from " + refusal.not_before + "; check this machine's clock";
  if (refusal.code == X509_V_ERR_HOSTNAME_MISMATCH || refusal.code == X509_V_ERR_IP_ADDRESS_MISMATCH)
    return reason + ": it is for " + (refusal.names.empty() ? "no host" : refusal.names) +
           "; check the base URL";
  if (is_unknown_authority(refusal.code))
    return reason + subject +
           ": it comes from an authority that is not trusted here; if it should be, set SSL_CERT_FILE or "
           "tls_options::ca_file";
  return reason + subject;
}

}  // namespace

tls_refusal tls_refusal::of(int code, X509* certificate) {
  tls_refusal refusal;
  refusal.code = code;
  if (!certificate) return refusal;
  refusal.subject = printed([&](BIO* bio) {
    return X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0,
                              XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  });
  refusal.not_before =
      printed([&](BIO* bio) { return ASN1_TIME_print(bio, X509_get0_notBefore(certificate)); });
  refusal.not_after =
      printed([&](BIO* bio) { return ASN1_TIME_print(bio, X509_get0_notAfter(certificate)); });
  refusal.names = names_of(certificate);
  return refusal;
}

error certificate_error(origin const& where, tls_refusal const& refusal) {
  return error(errc::certificate,
               "the certificate of " + authority(where) + " does not verify: " + explanation(refusal));
}

error handshake_error(origin const& where, boost::system::error_code cause) {
  std::string text = "TLS handshake with " + authority(where) + " failed: " + cause.message();
  bool const from_openssl = cause.category() == boost::asio::error::get_ssl_category();
  auto const reason = from_openssl ? ERR_GET_REASON(static_cast<unsigned long>(cause.value())) : 0;
  if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION)
    text += "; the server speaks no TLS version that tls_options::min_version allows";
  else if (reason == SSL_R_WRONG_VERSION_NUMBER)
    text += "; check that the server speaks TLS on this port";
  return error(errc::connect_failed, text);
}

}  // namespace hai::net
