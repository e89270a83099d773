#include "watch/watch_target.hpp"

#include <gtest/gtest.h>

namespace hai::watch {
namespace {

using targets = std::vector<watch_target>;

TEST(watch_target, an_id_alone_starts_at_the_default_index) {
  EXPECT_EQ(parse_target("abc", 5), (watch_target{"abc", 5}));
}

TEST(watch_target, a_number_after_the_at_sign_is_the_index) {
  EXPECT_EQ(parse_target("abc@17", 5), (watch_target{"abc", 17}));
  EXPECT_EQ(parse_target("abc@0", 5), (watch_target{"abc", 0}));
}

TEST(watch_target, only_the_last_at_sign_counts) {
  EXPECT_EQ(parse_target("a@b@3", 0), (watch_target{"a@b", 3}));
}

TEST(watch_target, what_is_no_number_belongs_to_the_id) {
  EXPECT_EQ(parse_target("me@home", 2), (watch_target{"me@home", 2}));
  EXPECT_EQ(parse_target("a@", 2), (watch_target{"a@", 2}));
  EXPECT_EQ(parse_target("a@-1", 2), (watch_target{"a@-1", 2}));
  EXPECT_EQ(parse_target("7@x", 2), (watch_target{"7@x", 2}));
}

TEST(watch_target, an_empty_id_is_wrong_usage) {
  EXPECT_THROW(parse_target("", 0), usage_error);
  EXPECT_THROW(parse_target("@4", 0), usage_error);
}

TEST(watch_target, an_index_over_64_bits_is_wrong_usage) {
  EXPECT_EQ(parse_target("a@18446744073709551615", 0).from_index, 18446744073709551615u);
  EXPECT_THROW(parse_target("a@18446744073709551616", 0), usage_error);
}

TEST(watch_target, a_repeated_id_counts_once_as_first_given) {
  EXPECT_EQ(parse_targets({"a@2", "b", "a", "b@9", "a@2"}, 1), (targets{{"a", 2}, {"b", 1}}));
}

TEST(watch_target, stdin_gives_one_word_a_line) {
  EXPECT_EQ(words_of_lines("a\n\n b@2 \r\n\t\nc"), (std::vector<std::string>{"a", "b@2", "c"}));
  EXPECT_TRUE(words_of_lines("").empty());
  EXPECT_TRUE(words_of_lines("\n\n").empty());
}

}  // namespace
}  // namespace hai::watch
