// Whose children are looked for, and when.

#include "monitor/child_looks.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

using std::chrono::seconds;

net::time_point at(int second) { return net::time_point() + seconds(second); }

std::string whose(child_looks const& looks) {
  auto const turn = looks.next();
  return turn ? turn->id : "";
}

TEST(ChildLooks, ANewSessionComesAtOnceAndThenEveryHalfMinute) {
  child_looks looks;
  EXPECT_FALSE(looks.next());
  looks.add("a", at(1));
  EXPECT_EQ(looks.next()->due, at(1));
  looks.looked("a", at(1), at(2));
  EXPECT_EQ(looks.next()->due, at(32));
}

TEST(ChildLooks, ThoseDueFirstComeFirst) {
  child_looks looks;
  looks.add("a", at(1));
  looks.add("b", at(2));
  EXPECT_EQ(whose(looks), "a");
  looks.looked("a", at(3), at(3));
  EXPECT_EQ(whose(looks), "b");
}

TEST(ChildLooks, AnEndedSessionHasOneMoreLook) {
  child_looks looks;
  looks.add("a", at(0));
  looks.looked("a", at(0), at(0));
  looks.ended("a", at(10));
  EXPECT_EQ(looks.next()->due, at(10));
  EXPECT_EQ(looks.last_looks().size(), 1u);
  looks.looked("a", at(10), at(11));
  EXPECT_FALSE(looks.next());
  EXPECT_TRUE(looks.last_looks().empty());
}

TEST(ChildLooks, ALookThatBeganBeforeTheEndIsNotTheLast) {
  child_looks looks;
  looks.add("a", at(0));
  looks.ended("a", at(10));
  looks.looked("a", at(9), at(11));
  EXPECT_EQ(looks.next()->due, at(10));
  EXPECT_EQ(looks.last_looks().count("a"), 1u);
}

TEST(ChildLooks, WatchedAgainItIsLookedAtForLong) {
  child_looks looks;
  looks.ended("a", at(0));
  looks.add("a", at(1));
  EXPECT_TRUE(looks.last_looks().empty());
  looks.looked("a", at(1), at(1));
  EXPECT_EQ(looks.next()->due, at(31));
}

TEST(ChildLooks, WhatIsRemovedIsNotLookedAt) {
  child_looks looks;
  looks.add("a", at(0));
  looks.remove("a");
  looks.remove("b");
  looks.looked("a", at(0), at(0));
  EXPECT_FALSE(looks.next());
}

}  // namespace
}  // namespace hai::detail
