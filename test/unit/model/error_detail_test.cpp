#include "model/error_detail.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/model/payload_files.hpp"

namespace hai::model {
namespace {

using test::payload_file;

TEST(error_detail, takes_detail_as_text) {
  EXPECT_EQ(error_detail(payload_file("errors/detail_text.json")),
            "This session belongs to nobody you know.");
}

TEST(error_detail, joins_the_items_of_a_list) {
  EXPECT_EQ(error_detail(payload_file("errors/detail_list.json")),
            "An agent is needed; Not a whole number; as a plain text; or as a message");
}

TEST(error_detail, takes_a_gateways_message) {
  EXPECT_EQ(error_detail(payload_file("errors/message.json")), "Key not accepted");
}

TEST(error_detail, prefers_detail_to_message) {
  EXPECT_EQ(error_detail(payload_file("errors/message_and_detail.json")), "There is no such session here");
}

TEST(error_detail, looks_into_a_detail_object) {
  EXPECT_EQ(error_detail(payload_file("errors/detail_message.json")), "Too many sessions at a time");
  EXPECT_EQ(error_detail(R"({"detail":{"msg":"short","message":"long"}})"), "short");
}

TEST(error_detail, falls_back_to_message_when_detail_says_nothing) {
  EXPECT_EQ(error_detail(R"({"detail":[],"message":"m"})"), "m");
  EXPECT_EQ(error_detail(R"({"detail":null,"message":"m"})"), "m");
  EXPECT_EQ(error_detail(R"({"detail":[{"type":"x"}],"message":"m"})"), "m");
}

TEST(error_detail, is_empty_where_there_is_nothing_to_quote) {
  EXPECT_EQ(error_detail(""), "");
  EXPECT_EQ(error_detail(" \r\n"), "");
  EXPECT_EQ(error_detail("{}"), "");
  EXPECT_EQ(error_detail("[1]"), "");
  EXPECT_EQ(error_detail(R"({"message":5})"), "");
}

TEST(error_detail, quotes_the_words_of_a_proxys_page_without_markup) {
  EXPECT_EQ(error_detail(payload_file("errors/proxy_page.html")),
            "502 Bad Gateway 502 The upstream did not answer.");
  EXPECT_EQ(error_detail("<script>alert('x')</script>ok"), "ok");
  EXPECT_EQ(error_detail("<p>cut <b"), "cut");
}

TEST(error_detail, quotes_a_plain_text_without_control_characters) {
  EXPECT_EQ(error_detail("upstream\r\n\r\n  timed\x1b[31m out\n"), "upstream timed [31m out");
}

TEST(error_detail, cuts_a_long_text_between_characters) {
  std::string long_text;
  for (int i = 0; i != 400; ++i) long_text += "\xc3\xa9";
  std::string const quoted = error_detail("x" + long_text);
  EXPECT_LE(quoted.size(), 203u);
  EXPECT_TRUE(quoted.ends_with("..."));
  EXPECT_EQ((quoted.size() - 4) % 2, 0u) << "a character of two bytes was cut";
}

}  // namespace
}  // namespace hai::model
