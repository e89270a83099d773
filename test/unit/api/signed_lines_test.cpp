#include <gtest/gtest.h>

#include "api/call_settings.hpp"

namespace hai::api {
namespace {

signed_lines lines() { return signed_lines(std::make_shared<std::string const>("Accept: a\r\n")); }

TEST(SignedLines, the_key_stands_below_the_others) {
  auto const subject = lines();
  EXPECT_EQ(*subject.with("k1"), "Accept: a\r\nAuthorization: Bearer k1\r\n");
}

TEST(SignedLines, are_written_anew_for_another_key_alone) {
  auto const subject = lines();
  auto const first = subject.with("k1");
  EXPECT_EQ(subject.with("k1"), first);
  EXPECT_EQ(*subject.with("k2"), "Accept: a\r\nAuthorization: Bearer k2\r\n");
  EXPECT_EQ(*first, "Accept: a\r\nAuthorization: Bearer k1\r\n");
}

TEST(SignedLines, there_are_none_for_a_key_that_no_header_can_carry) {
  auto const subject = lines();
  EXPECT_EQ(subject.with("k\r\nX: y"), nullptr);
  EXPECT_EQ(*subject.with("k1"), "Accept: a\r\nAuthorization: Bearer k1\r\n");
}

}  // namespace
}  // namespace hai::api
