#include "http/counters.hpp"

#include <gtest/gtest.h>

namespace hai::http {
namespace {

TEST(Counters, EachIsToldUnderItsName) {
  counters all;
  std::uint64_t next = 0;
  for (auto* const each :
       {&all.connections_open, &all.connections_idle, &all.connections_parked, &all.connections_connecting,
        &all.waiters, &all.longest_turn_ms, &all.handshakes_full, &all.handshakes_resumed, &all.requests,
        &all.retries, &all.bytes_sent, &all.bytes_received, &all.events, &all.polls_200, &all.polls_204,
        &all.polls_failed, &all.turns, &all.turns_waited_ms})
    each->add(++next);
  client_stats const told = all.snapshot();
  EXPECT_EQ(told.connections_open, 1u);
  EXPECT_EQ(told.connections_idle, 2u);
  EXPECT_EQ(told.connections_parked, 3u);
  EXPECT_EQ(told.connections_connecting, 4u);
  EXPECT_EQ(told.waiters, 5u);
  EXPECT_EQ(told.longest_turn, std::chrono::milliseconds(6));
  EXPECT_EQ(told.handshakes_full, 7u);
  EXPECT_EQ(told.handshakes_resumed, 8u);
  EXPECT_EQ(told.requests, 9u);
  EXPECT_EQ(told.retries, 10u);
  EXPECT_EQ(told.bytes_sent, 11u);
  EXPECT_EQ(told.bytes_received, 12u);
  EXPECT_EQ(told.events, 13u);
  EXPECT_EQ(told.polls_200, 14u);
  EXPECT_EQ(told.polls_204, 15u);
  EXPECT_EQ(told.polls_failed, 16u);
  EXPECT_EQ(told.turns, 17u);
  EXPECT_EQ(told.turns_waited, std::chrono::milliseconds(18));
}

TEST(Counters, OneIsCountedForAsLongAsItLives) {
  counter lives;
  {
    counted const first(lives), second(lives);
    EXPECT_EQ(lives.get(), 2u);
  }
  EXPECT_EQ(lives.get(), 0u);
}

TEST(Counters, TheLongestIsOnlyEverRaised) {
  counter longest;
  for (auto const each : {5u, 3u, 7u, 7u}) longest.raise_to(each);
  EXPECT_EQ(longest.get(), 7u);
}

}  // namespace
}  // namespace hai::http
