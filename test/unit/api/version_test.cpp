#include <gtest/gtest.h>

#include <hai/version.hpp>
#include <string>

TEST(Version, TheLibraryTheHeadersAndTheBuildAgree) {
  EXPECT_EQ(hai::version(), HAI_PROJECT_VERSION);
  EXPECT_EQ(hai::version(), std::to_string(HAI_VERSION / 1'000'000) + "." +
                                std::to_string(HAI_VERSION / 1'000 % 1'000) + "." +
                                std::to_string(HAI_VERSION % 1'000));
}
