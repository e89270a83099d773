#include "net/tls_context.hpp"

#include <gtest/gtest.h>

#include <functional>

#include <hai/error.hpp>

#include "net/connector.hpp"
#include "unit/net/test_certificates.hpp"

namespace hai::net {
namespace {
using testing::certificate_wish;
using testing::temporary_file;
using testing::test_authority;

std::string refusal_of(tls_options const& options) {
  try {
    make_connector(make_real_system(), options);
  } catch (error const& failure) {
    EXPECT_EQ(failure.code(), errc::invalid_argument);
    return failure.what();
  }
  return "accepted";
}

TEST(tls_context, speaks_tls_1_2_at_least) {
  tls_context standard{tls_options()};
  EXPECT_EQ(SSL_CTX_get_min_proto_version(standard.native()), TLS1_2_VERSION);
}

TEST(tls_options_refused, a_ca_file_that_is_not_there) {
  EXPECT_EQ(refusal_of(tls_options().ca_file("/nowhere/ca.pem")),
            "tls_options::ca_file: /nowhere/ca.pem: No such file or directory");
}

TEST(tls_options_refused, a_ca_file_without_a_certificate) {
  temporary_file const file("not a certificate\n");
  EXPECT_EQ(refusal_of(tls_options().ca_file(file.path())),
            "tls_options::ca_file: " + file.path() + ": no certificate or crl found");
}

TEST(tls_options_refused, a_ca_text_without_a_certificate) {
  EXPECT_EQ(refusal_of(tls_options().ca_pem("nothing")), "tls_options::ca_pem: no start line");
}

TEST(tls_options_refused, a_ca_text_whose_second_certificate_is_garbled) {
  auto const pem = test_authority().pem();
  auto const garbled = pem + "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
  EXPECT_NE(refusal_of(tls_options().ca_pem(garbled)), "accepted");
}

TEST(tls_options_refused, a_client_certificate_without_its_key) {
  EXPECT_EQ(refusal_of(tls_options().client_certificate("/nowhere/client.pem", "")),
            "tls_options::client_certificate: needs both a certificate file and a key file");
}

TEST(tls_options_refused, a_client_key_of_another_certificate) {
  test_authority const authority;
  temporary_file const certificate(authority.issue(certificate_wish("one")).certificate_pem());
  temporary_file const key(authority.issue(certificate_wish("two")).key_pem());
  EXPECT_EQ(refusal_of(tls_options().client_certificate(certificate.path(), key.path())),
            "tls_options::client_certificate: " + key.path() + ": key values mismatch");
}

TEST(tls_options_refused, a_client_key_that_is_not_there) {
  temporary_file const certificate(test_authority().issue(certificate_wish("one")).certificate_pem());
  EXPECT_EQ(refusal_of(tls_options().client_certificate(certificate.path(), "/nowhere/key.pem")),
            "tls_options::client_certificate: /nowhere/key.pem: No such file or directory");
}

TEST(tls_options_accepted, a_ca_file_and_a_ca_text_with_several_certificates) {
  temporary_file const file(test_authority("one").pem());
  auto const text = test_authority("two").pem() + test_authority("three").pem();
  EXPECT_EQ(refusal_of(tls_options().ca_file(file.path()).ca_pem(text)), "accepted");
}

TEST(tickets, are_bounded) {
  ticket_stack stack;
  for (std::size_t i = 0; i <= ticket_stack::capacity; ++i) stack.push(session_ptr(SSL_SESSION_new()));
  EXPECT_EQ(stack.size(), ticket_stack::capacity);
}

TEST(tickets, one_that_cannot_be_resumed_is_not_handed_out) {
  ticket_stack stack;
  stack.push(session_ptr(SSL_SESSION_new()));
  EXPECT_EQ(stack.pop(), nullptr);
  EXPECT_EQ(stack.size(), 0u);
}

TEST(tickets, origins_are_bounded) {
  tls_tickets tickets;
  origin where;
  where.host = "kept";
  auto const kept = tickets.of(where);
  for (int i = 0; i < 100; ++i) {
    where.host = "host" + std::to_string(i);
    tickets.of(where);
  }
  where.host = "kept";
  EXPECT_EQ(tickets.of(where), kept) << "an origin in use was forgotten";
}

}  // namespace
}  // namespace hai::net
