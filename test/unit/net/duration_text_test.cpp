#include "net/duration_text.hpp"

#include <gtest/gtest.h>

namespace hai::net {
namespace {

using namespace std::chrono_literals;

TEST(DurationText, IsInSecondsWhereThoseAreExact) {
  EXPECT_EQ(duration_text(10s), "10 s");
  EXPECT_EQ(duration_text(0s), "0 s");
  EXPECT_EQ(duration_text(1500ms), "1500 ms");
}

}  // namespace
}  // namespace hai::net
