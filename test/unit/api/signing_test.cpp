#include "api/signing.hpp"

#include <gtest/gtest.h>

#include <hai/client_options.hpp>
#include <hai/error.hpp>

#include "api/call_settings.hpp"
#include "http/wire_request.hpp"

namespace hai::api {
namespace {

caller caller_with(client_options const& options) {
  caller who;
  who.settings = settings_from(options);
  return who;
}

/// What the request is written as.
std::string signed_text(client_options const& options, http::request request = {}) {
  request.target = "/";
  sign(request, caller_with(options));
  std::string text;
  http::append_wire_text(text, request, "host");
  return text;
}

bool has_line(std::string const& text, std::string const& line) {
  return text.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST(Signing, adds_the_headers_of_the_client_and_its_key) {
  auto const text = signed_text(client_options().api_key("k1").header("X-Team", "a"));
  EXPECT_TRUE(has_line(text, "Authorization: Bearer k1")) << text;
  EXPECT_TRUE(has_line(text, "Accept: application/json")) << text;
  EXPECT_TRUE(has_line(text, "Accept-Encoding: gzip")) << text;
  EXPECT_TRUE(has_line(text, "X-Team: a")) << text;
}

TEST(Signing, asks_for_no_compressed_reply_where_that_is_off) {
  auto const text = signed_text(client_options().gzip(false));
  EXPECT_EQ(text.find("Accept-Encoding"), std::string::npos) << text;
}

TEST(Signing, leaves_a_request_that_says_what_it_accepts_its_word) {
  http::request file;
  file.headers.emplace_back("Accept", "*/*");
  auto const text = signed_text(client_options().api_key("k1").header("X-Team", "a"), file);
  EXPECT_TRUE(has_line(text, "Accept: */*")) << text;
  EXPECT_FALSE(has_line(text, "Accept: application/json")) << text;
  EXPECT_TRUE(has_line(text, "Authorization: Bearer k1")) << text;
  EXPECT_TRUE(has_line(text, "Accept-Encoding: gzip")) << text;
  EXPECT_TRUE(has_line(text, "X-Team: a")) << text;
}

TEST(Signing, tells_whether_a_key_goes_along) {
  for (auto const& [options, carries] :
       {std::pair(client_options().api_key("k1"), true),
        std::pair(client_options().api_key(std::string()), false),
        std::pair(client_options().api_key([] { return std::string(); }), false)}) {
    http::request request;
    request.carries_key = !carries;
    sign(request, caller_with(options));
    EXPECT_EQ(request.carries_key, carries);
  }
}

TEST(Signing, writes_a_key_that_no_header_can_carry_where_it_is_refused) {
  http::request request;
  request.target = "/";
  sign(request, caller_with(client_options().api_key("k\r\nX: y")));
  EXPECT_THROW(http::check_request(request), error);
}

}  // namespace
}  // namespace hai::api
