#include "net/connector.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include <hai/error.hpp>
#include <hai/tls_options.hpp>

#include "net/connect_failure.hpp"
#include "unit/net/connecting.hpp"

namespace hai::net {
namespace {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using simulation::virtual_connection;
using testing::certificate_wish;
using testing::test_authority;
using testing::tls_server;
using testing::virtual_origin;

/// What the failure of a connect says about capacity; nothing when it is a failure of another kind.
std::optional<shortage> shortage_told_by(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (connect_failure const& known) {
    return known.what_is_short();
  } catch (std::exception const&) {
    return std::nullopt;
  }
}

TEST_F(connecting, verifies_the_server_and_hands_out_an_idle_stream) {
  api.open();
  auto outcome = finish();
  ASSERT_TRUE(outcome.has_value()) << outcome.text();
  EXPECT_FALSE(outcome.value().tls_resumed);
  EXPECT_TRUE(outcome.value().stream->is_idle());
}

TEST_F(connecting, trusts_what_ssl_cert_file_names_without_a_ca_of_its_own) {
  testing::temporary_file const trusted(authority.pem());
  ::setenv("SSL_CERT_FILE", trusted.path().c_str(), 1);
  auto const connector = make_connector(api.machine, tls_options());
  ::unsetenv("SSL_CERT_FILE");
  api.open();
  connect_outcome outcome(io.get_executor(), connector->connect(api.where, std::nullopt, three_limits()));
  api.machine->run_until_idle();
  EXPECT_TRUE(outcome.has_value()) << outcome.text();
}

TEST_F(connecting, reads_the_systems_certificates_for_the_first_tls_connection) {
  testing::temporary_file const trusted("not yet");
  ::setenv("SSL_CERT_FILE", trusted.path().c_str(), 1);
  auto const connector = make_connector(api.machine, tls_options());
  ::unsetenv("SSL_CERT_FILE");
  std::ofstream(trusted.path()) << authority.pem();
  api.open();
  connect_outcome outcome(io.get_executor(), connector->connect(api.where, std::nullopt, three_limits()));
  api.machine->run_until_idle();
  EXPECT_TRUE(outcome.has_value()) << outcome.text();
}

TEST_F(connecting, trusts_no_other_authority_beside_its_own) {
  testing::temporary_file const trusted(authority.pem());
  ::setenv("SSL_CERT_FILE", trusted.path().c_str(), 1);
  auto const connector = make_connector(api.machine, tls_options().ca_pem(test_authority("own").pem()));
  ::unsetenv("SSL_CERT_FILE");
  api.open();
  connect_outcome outcome(io.get_executor(), connector->connect(api.where, std::nullopt, three_limits()));
  api.machine->run_until_idle();
  EXPECT_EQ(outcome.code(), errc::certificate);
}

TEST_F(connecting, takes_a_literal_address_without_a_look_up) {
  api.where.host = "fd00::1";
  tls_server const other(authority.issue(certificate_wish("address").for_name("IP:fd00::1")));
  virtual_origin six(io, other);
  api.machine->listen("fd00::1", 443, [&](auto connection) { six.serve_tls(std::move(connection)); });
  auto outcome = finish();
  EXPECT_TRUE(outcome.has_value()) << outcome.text();
  EXPECT_TRUE(api.machine->look_ups().empty());
}

TEST_F(connecting, speaks_no_tls_where_the_origin_has_none) {
  open_but_mute();
  api.where.tls = false;
  auto outcome = finish();
  ASSERT_TRUE(outcome.has_value()) << outcome.text();
  EXPECT_EQ(api.connections.front()->received_by_server(), 0u);
  EXPECT_TRUE(outcome.value().stream->is_idle());
}

TEST_F(connecting, shares_tickets_between_the_connections_of_a_connector) {
  api.open();
  auto const connector = make_connector(api.machine, tls_options().ca_pem(authority.pem()));
  for (bool const resumed : {false, true, true}) {
    connect_outcome outcome(io.get_executor(), connector->connect(api.where, std::nullopt, three_limits()));
    api.machine->run_until_idle();
    ASSERT_TRUE(outcome.has_value()) << outcome.text();
    EXPECT_EQ(outcome.value().tls_resumed, resumed);
    EXPECT_TRUE(outcome.value().stream->is_idle());  // takes the tickets in
  }
}

TEST_F(connecting, a_host_that_is_not_found_is_named) {
  auto outcome = finish();
  EXPECT_EQ(outcome.code(), errc::connect_failed);
  EXPECT_TRUE(is_transient(outcome.code()));
  EXPECT_EQ(
      outcome.text(),
      "looking up the host api.test failed: Host not found (authoritative); check its spelling and this "
      "machine's DNS");
}

TEST_F(connecting, tells_a_shortage_on_this_machine_from_a_server_that_may_be_full) {
  struct row {
    boost::system::errc::errc_t cause;
    shortage what;
  };
  namespace os = boost::system::errc;
  for (auto const& [cause, what] : std::vector<row>{
           {os::too_many_files_open, shortage::certain},
           {os::too_many_files_open_in_system, shortage::certain},
           {os::no_buffer_space, shortage::certain},
           {os::not_enough_memory, shortage::certain},
           {os::connection_refused, shortage::possible},
           {os::connection_reset, shortage::possible},
           {os::timed_out, shortage::possible},
           {os::address_not_available, shortage::possible},
           {os::network_unreachable, shortage::none},
           {os::permission_denied, shortage::none},
       }) {
    SCOPED_TRACE(make_error_code(cause).message());
    api.machine->add_host("api.test", {"10.0.0.1", "10.0.0.2"});
    api.machine->refuse("10.0.0.1", 443, make_error_code(cause));
    api.machine->refuse("10.0.0.2", 443, make_error_code(os::permission_denied));
    auto outcome = finish();
    EXPECT_EQ(shortage_told_by(outcome.failure()), what);
    EXPECT_EQ(outcome.text().find("ulimit -n") != std::string::npos, what == shortage::certain);
  }
}

TEST_F(connecting, a_look_up_tells_of_no_full_server_but_of_a_full_machine) {
  api.machine->fail_host("api.test", asio::error::host_not_found_try_again);
  EXPECT_EQ(shortage_told_by(finish().failure()), shortage::none);
  api.machine->fail_host("api.test", asio::error::connection_refused);
  EXPECT_EQ(shortage_told_by(finish().failure()), shortage::none);
  api.machine->fail_host("api.test", asio::error::no_descriptors);
  EXPECT_EQ(shortage_told_by(finish().failure()), shortage::certain);
}

TEST_F(connecting, a_look_up_that_failed_may_heal) {
  api.machine->fail_host("api.test", asio::error::host_not_found_try_again, 1s);
  EXPECT_EQ(finish().code(), errc::connect_failed);
  api.open();
  EXPECT_TRUE(finish().has_value());
}

TEST_F(connecting, a_host_without_an_address_is_a_failure) {
  api.machine->add_host("api.test", {});
  auto outcome = finish();
  EXPECT_EQ(outcome.code(), errc::connect_failed);
  EXPECT_EQ(outcome.text(), "the host api.test has no address");
}

TEST_F(connecting, a_look_up_ends_at_its_limit) {
  api.machine->add_host("api.test", {"10.0.0.1"}, 1h);
  auto outcome = finish();
  EXPECT_EQ(outcome.code(), errc::timed_out);
  EXPECT_EQ(outcome.text(), "looking up the host api.test took longer than 5 s");
  EXPECT_EQ(api.machine->elapsed(), 5s);
}

TEST_F(connecting, a_connect_ends_at_its_limit) {
  api.machine->add_host("api.test", {"10.0.0.1"}, 2s);
  api.machine->hang("10.0.0.1", 443);
  auto outcome = finish();
  EXPECT_EQ(outcome.code(), errc::timed_out);
  EXPECT_EQ(outcome.text(), "connecting to api.test port 443 took longer than 10 s: 10.0.0.1: no answer");
  EXPECT_EQ(api.machine->elapsed(), 12s);
}

TEST_F(connecting, a_handshake_ends_at_its_limit_and_closes_the_connection) {
  open_but_mute();
  auto outcome = finish();
  EXPECT_EQ(outcome.code(), errc::timed_out);
  EXPECT_EQ(outcome.text(), "the TLS handshake with api.test took longer than 15 s");
  EXPECT_EQ(api.machine->elapsed(), 15s);
  EXPECT_TRUE(api.connections.front()->client_closed());
}

TEST_F(connecting, a_server_that_speaks_no_tls_is_found_out) {
  open_but_mute();
  auto outcome = start();
  api.machine->run_for(1s);
  boost::system::error_code ignored;
  mute_ends.front()->try_write(std::string_view("HTTP/1.1 400 Bad Request\r\n\r\n"), ignored);
  api.machine->run_until_idle();
  EXPECT_EQ(outcome.code(), errc::connect_failed);
  EXPECT_NE(outcome.text().find("check that the server speaks TLS on this port"), std::string::npos)
      << outcome.text();
}

TEST_F(connecting, a_connection_cut_in_the_handshake_is_a_failure_to_connect) {
  api.machine->add_host("api.test", {"10.0.0.1"});
  for (auto cut : {1u, 100u, 600u}) {
    api.machine->listen("10.0.0.1", 443, [&](std::shared_ptr<virtual_connection> connection) {
      connection->to_client().cut_after = cut;
      connection->to_client().cut = simulation::direction_behaviour::ending::fin;
      api.serve_tls(std::move(connection));
    });
    auto broken = finish();
    EXPECT_EQ(broken.code(), errc::connect_failed);
    EXPECT_NE(broken.text().find("TLS handshake with api.test failed: stream truncated"), std::string::npos)
        << broken.text();
    EXPECT_EQ(shortage_told_by(broken.failure()), std::nullopt);
  }
}

class refusing_certificates : public connecting {
 protected:
  connect_outcome meet(test_authority const& issuer, certificate_wish const& wish) {
    auto const other = std::make_shared<tls_server>(issuer.issue(wish));
    api.machine->add_host("api.test", {"10.0.0.1"});
    virtual_origin bad(io, *other);
    api.machine->listen("10.0.0.1", 443, [&](auto connection) { bad.serve_tls(std::move(connection)); });
    auto outcome = finish();
    EXPECT_EQ(outcome.code(), errc::certificate);
    EXPECT_FALSE(is_transient(outcome.code()));
    EXPECT_EQ(shortage_told_by(outcome.failure()), std::nullopt);
    EXPECT_TRUE(bad.connections.front()->client_closed());
    return outcome;
  }
};

TEST_F(refusing_certificates, that_have_expired) {
  auto const text = meet(authority, for_api_test().valid(-48h, -24h)).text();
  EXPECT_TRUE(
      text.starts_with("the certificate of api.test does not verify: certificate has expired (CN = the "
                       "server): it was valid until "))
      << text;
}

TEST_F(refusing_certificates, that_are_not_yet_valid) {
  auto const text = meet(authority, for_api_test().valid(24h, 48h)).text();
  EXPECT_NE(text.find("is not yet valid"), std::string::npos) << text;
  EXPECT_NE(text.find("check this machine's clock"), std::string::npos) << text;
}

TEST_F(refusing_certificates, of_another_host) {
  auto const wish =
      certificate_wish("x").for_name("DNS:other.test").for_name("IP:10.0.0.9").for_name("IP:fd00::9");
  EXPECT_EQ(meet(authority, wish).text(),
            "the certificate of api.test does not verify: hostname mismatch: it is for other.test, 10.0.0.9, "
            "fd00::9; check the base URL");
}

TEST_F(refusing_certificates, of_an_unknown_authority) {
  EXPECT_EQ(
      meet(test_authority("somebody"), for_api_test()).text(),
      "the certificate of api.test does not verify: unable to get local issuer certificate (CN = the "
      "server): it comes from an authority that is not trusted here; if it should be, set SSL_CERT_FILE "
      "or tls_options::ca_file");
}

TEST(authority_of_an_origin, is_what_the_host_header_wants) {
  struct row {
    origin where;
    std::string text;
  };
  for (auto const& [where, text] : std::vector<row>{
           {{true, "api.test", 443}, "api.test"},
           {{true, "api.test", 8443}, "api.test:8443"},
           {{false, "localhost", 80}, "localhost"},
           {{false, "localhost", 443}, "localhost:443"},
           {{true, "fd00::1", 443}, "[fd00::1]"},
           {{false, "::1", 8080}, "[::1]:8080"},
       })
    EXPECT_EQ(authority(where), text);
}

}  // namespace
}  // namespace hai::net
