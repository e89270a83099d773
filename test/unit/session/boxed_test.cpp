#include "session/boxed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hai::detail {
namespace {

using box = boxed<std::string>;

TEST(Boxed, is_empty_until_it_is_given_a_value) {
  box one;
  EXPECT_FALSE(one);
  EXPECT_EQ(one.copy(), std::nullopt);
  one = std::string("a");
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, "a");
  EXPECT_EQ(one->size(), 1u);
  EXPECT_EQ(one.copy(), "a");
}

TEST(Boxed, takes_what_an_optional_has) {
  box one;
  one = std::optional<std::string>("a");
  EXPECT_EQ(one.copy(), "a");
  one = std::optional<std::string>();
  EXPECT_FALSE(one);
}

TEST(Boxed, is_empty_again_when_told) {
  box one;
  one = std::string("a");
  one = std::nullopt;
  EXPECT_FALSE(one);
  one = std::string("b");
  one.reset();
  EXPECT_FALSE(one);
}

TEST(Boxed, copies_the_value_and_not_the_box) {
  box one;
  one = std::string("a");
  box other = one;
  *other = "b";
  EXPECT_EQ(*one, "a");
  other = one;
  EXPECT_EQ(*other, "a");
  other = box();
  EXPECT_FALSE(other);
}

}  // namespace
}  // namespace hai::detail
