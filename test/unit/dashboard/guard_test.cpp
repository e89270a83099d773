#include "guard.hpp"

#include <gtest/gtest.h>

namespace dashboard {
namespace {

namespace ip = boost::asio::ip;

guard on(char const* address, std::string public_name = "") {
  return guard(ip::tcp::endpoint(ip::make_address(address), 8080), std::move(public_name));
}

TEST(Guard, lets_in_who_names_loopback) {
  for (auto const* host : {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]", "[::1]:8080"})
    EXPECT_TRUE(on("127.0.0.1").allows_host(host)) << host;
}

TEST(Guard, refuses_names_that_may_have_been_made_to_resolve_here) {
  for (auto const* host :
       {"", "rebound.example", "rebound.example:8080", "localhost.example", "127.0.0.1.example"})
    EXPECT_FALSE(on("127.0.0.1").allows_host(host)) << host;
}

TEST(Guard, lets_in_who_names_the_address_or_the_public_name) {
  EXPECT_TRUE(on("192.0.2.7").allows_host("192.0.2.7:8080"));
  EXPECT_FALSE(on("0.0.0.0").allows_host("0.0.0.0:8080"));
  EXPECT_TRUE(on("0.0.0.0", "fleet.example").allows_host("fleet.example"));
}

TEST(Guard, takes_commands_from_its_own_page_only) {
  auto const here = on("127.0.0.1");
  EXPECT_TRUE(here.allows_command("localhost:8080", "http://localhost:8080"));
  EXPECT_FALSE(here.allows_command("localhost:8080", ""));
  EXPECT_FALSE(here.allows_command("localhost:8080", "null"));
  EXPECT_FALSE(here.allows_command("localhost:8080", "http://localhost:9090"));
  EXPECT_FALSE(here.allows_command("localhost:8080", "https://elsewhere.example"));
  EXPECT_FALSE(here.allows_command("rebound.example", "http://rebound.example"));
}

}  // namespace
}  // namespace dashboard
