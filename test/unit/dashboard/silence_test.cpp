#include "silence.hpp"

#include <gtest/gtest.h>

namespace dashboard {
namespace {

using namespace std::chrono_literals;

hai::observed::request_done answered(int status) {
  hai::observed::request_done done;
  done.status = status;
  return done;
}

TEST(silence, is_told_after_20_s) {
  silence::clock::time_point const start{1h};
  silence const platform(start);
  EXPECT_EQ(platform.lasting(start + 19s), 0s);
  EXPECT_EQ(platform.lasting(start + 20s), 20s);
  EXPECT_EQ(platform.lasting(start + 90s), 90s);
}

TEST(silence, ends_with_a_good_reply_only) {
  silence platform(silence::clock::time_point{});
  for (int const useless : {0, 401, 429, 503}) platform.on_request(answered(useless));
  EXPECT_GT(platform.lasting(), 0s);
  platform.on_request(answered(204));
  EXPECT_EQ(platform.lasting(), 0s);
}

}  // namespace
}  // namespace dashboard
