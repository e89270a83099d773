#include "session/reply_pace.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

using namespace std::chrono_literals;

TEST(ReplyPace, a_consumer_that_was_woken_by_what_it_waited_for_comes_first) {
  reply_pace pace;
  EXPECT_FALSE(pace.consumer_comes_first(5ms));
  pace.note_woken();
  EXPECT_TRUE(pace.consumer_comes_first(15ms));
}

TEST(ReplyPace, the_next_poll_comes_first_while_more_is_waiting) {
  reply_pace pace;
  EXPECT_FALSE(pace.consumer_comes_first(5ms));
  pace.note_woken();
  EXPECT_FALSE(pace.consumer_comes_first(14ms));
}

TEST(ReplyPace, the_first_reply_tells_no_pace_yet) {
  reply_pace pace;
  pace.note_woken();
  EXPECT_FALSE(pace.consumer_comes_first(10s));
}

TEST(ReplyPace, nobody_who_was_not_woken_comes_first) {
  reply_pace pace;
  EXPECT_FALSE(pace.consumer_comes_first(5ms));
  EXPECT_FALSE(pace.consumer_comes_first(10s));
}

TEST(ReplyPace, each_waking_counts_for_one_reply) {
  reply_pace pace;
  EXPECT_FALSE(pace.consumer_comes_first(5ms));
  pace.note_woken();
  EXPECT_TRUE(pace.consumer_comes_first(1s));
  EXPECT_FALSE(pace.consumer_comes_first(1s));
  pace.note_woken();
  pace.forget_woken();
  EXPECT_FALSE(pace.consumer_comes_first(1s));
}

}  // namespace
}  // namespace hai::detail
