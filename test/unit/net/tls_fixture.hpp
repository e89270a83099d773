#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "unit/net/tls_pair.hpp"

namespace hai::net {

namespace asio = boost::asio;
using testing::certificate_wish;
using testing::test_authority;
using testing::tls_pair;
using testing::tls_server;

inline origin host(std::string name) {
  origin where;
  where.host = std::move(name);
  return where;
}

/// A server with a certificate for api.test, and clients that trust its authority.
class tls : public ::testing::Test {
 protected:
  tls_pair pair(origin const& where = host("api.test")) { return tls_pair(io, context, server, where); }
  tls_pair shaken() {
    auto made = pair();
    EXPECT_TRUE(made.shake());
    return made;
  }
  std::size_t tickets() { return context->tickets().of(host("api.test"))->size(); }

  asio::io_context io;
  test_authority authority;
  tls_server server{
      authority.issue(certificate_wish("server").for_name("DNS:api.test").for_name("IP:127.0.0.1"))};
  std::shared_ptr<tls_context> context = std::make_shared<tls_context>(tls_options().ca_pem(authority.pem()));
};

}  // namespace hai::net
