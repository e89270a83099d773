#include "watch/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace hai::watch {
namespace {

/// The limits of the process are as before when a test is over.
class open_files : public testing::Test {
 protected:
  open_files() { ::getrlimit(RLIMIT_NOFILE, &before_); }
  ~open_files() override { ::setrlimit(RLIMIT_NOFILE, &before_); }

  rlim_t hard_limit() const { return before_.rlim_max; }

  static void set_soft_limit(rlim_t files) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = files;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  }

  static rlim_t soft_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
  }

 private:
  rlimit before_{};
};

TEST_F(open_files, may_be_as_many_as_the_hard_limit_grants) {
  if (hard_limit() <= 300) GTEST_SKIP() << "the hard limit is as low as that";
  set_soft_limit(300);
  raise_open_files_limit();
  EXPECT_EQ(soft_limit(), hard_limit());
}

TEST_F(open_files, leave_room_beside_the_connections) {
  if (hard_limit() <= 300) GTEST_SKIP() << "the hard limit is as low as that";
  set_soft_limit(300);
  EXPECT_EQ(most_connections(), 236u);
}

TEST_F(open_files, are_connections_even_where_few_may_be_open) {
  if (hard_limit() <= 100) GTEST_SKIP() << "the hard limit is as low as that";
  set_soft_limit(100);
  EXPECT_EQ(most_connections(), 64u);
}

}  // namespace
}  // namespace hai::watch
