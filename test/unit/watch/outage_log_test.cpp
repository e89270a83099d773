#include "watch/outage_log.hpp"

#include <gtest/gtest.h>

namespace hai::watch {
namespace {

using namespace std::chrono_literals;
outage_log::time_point const start{};

TEST(outage_log, the_first_failure_is_told) {
  outage_log log;
  EXPECT_EQ(log.polling_failed("s", "reset\x1b[1m", start),
            "hai-watch: s: polling failed, trying again: reset\n");
}

TEST(outage_log, further_failures_are_told_once_a_minute) {
  outage_log log;
  log.polling_failed("s", "r", start);
  EXPECT_FALSE(log.polling_failed("s", "r", start + 1s));
  EXPECT_FALSE(log.polling_failed("s", "r", start + 59s));
  EXPECT_EQ(log.polling_failed("s", "r", start + 60s), "hai-watch: s: polling has failed for 01:00: r\n");
  EXPECT_FALSE(log.polling_failed("s", "r", start + 119s));
  EXPECT_TRUE(log.polling_failed("s", "r", start + 120s));
}

TEST(outage_log, sessions_do_not_share_an_outage) {
  outage_log log;
  log.polling_failed("a", "r", start);
  EXPECT_TRUE(log.polling_failed("b", "r", start + 1s));
}

TEST(outage_log, an_outage_ends_with_a_notice_and_the_next_one_is_a_first_again) {
  outage_log log;
  EXPECT_FALSE(log.polling_recovered("s", start));
  log.polling_failed("s", "r", start);
  EXPECT_EQ(log.polling_recovered("s", start + 5s), "hai-watch: s: polling works again after 00:05\n");
  EXPECT_FALSE(log.polling_recovered("s", start + 6s));
  EXPECT_EQ(log.polling_failed("s", "r", start + 7s), "hai-watch: s: polling failed, trying again: r\n");
}

}  // namespace
}  // namespace hai::watch
