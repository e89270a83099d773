#include "http/seats.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>

#include "http/sizing.hpp"
#include "http/turns.hpp"

namespace hai::http {
namespace {

using namespace std::chrono_literals;

TEST(Seats, ServeFirstComeFirstServed) {
  seats room_of(seats::sizes{1, 0});
  auto const first = room_of.enter(room::long_poll, 1);
  ASSERT_TRUE(first);
  EXPECT_FALSE(room_of.enter(room::long_poll, 2));
  EXPECT_FALSE(room_of.enter(room::long_poll, 3));
  EXPECT_EQ(room_of.polling(), 3u);
  auto const second = room_of.leave(*first);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->whom, 2u);
  EXPECT_EQ(room_of.leave(second->what)->whom, 3u);
}

TEST(Seats, ShortCallsNeverQueueBehindLongPolls) {
  seats room_of(seats::sizes{1, 1});
  room_of.enter(room::long_poll, 1);
  room_of.enter(room::long_poll, 2);
  auto const call = room_of.enter(room::short_call, 3);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->from, room::short_call);
}

TEST(Seats, LongPollsNeverTakeAShortCallsPlace) {
  seats room_of(seats::sizes{1, 5});
  room_of.enter(room::long_poll, 1);
  EXPECT_FALSE(room_of.enter(room::long_poll, 2));
}

TEST(Seats, ShortCallsMaySitWhereNobodyPolls) {
  seats room_of(seats::sizes{2, 1});
  room_of.enter(room::short_call, 1);
  auto const borrowed = room_of.enter(room::short_call, 2);
  ASSERT_TRUE(borrowed);
  EXPECT_EQ(borrowed->from, room::long_poll);
  EXPECT_EQ(room_of.polling(), 0u);
  room_of.enter(room::long_poll, 3);
  EXPECT_FALSE(room_of.enter(room::long_poll, 4));
  EXPECT_FALSE(room_of.enter(room::short_call, 5));
  auto const next = room_of.leave(*borrowed);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->whom, 4u) << "a long-poll comes first in its own room";
}

TEST(Seats, AnAbandonedTicketIsPassedOver) {
  seats room_of(seats::sizes{1, 0});
  auto const first = room_of.enter(room::long_poll, 1);
  room_of.enter(room::long_poll, 2);
  room_of.enter(room::long_poll, 3);
  EXPECT_TRUE(room_of.abandon(2));
  EXPECT_FALSE(room_of.abandon(2));
  EXPECT_EQ(room_of.leave(*first)->whom, 3u);
}

TEST(Seats, FewerPlacesAreReachedAsPlacesComeBack) {
  seats room_of(seats::sizes{3, 1});
  std::vector<seats::place> held;
  for (seats::ticket who = 1; who <= 3; ++who) held.push_back(*room_of.enter(room::long_poll, who));
  room_of.enter(room::long_poll, 4);
  EXPECT_TRUE(room_of.resize(seats::sizes{1, 1}).empty());
  EXPECT_FALSE(room_of.leave(held[0]));
  EXPECT_FALSE(room_of.leave(held[1]));
  auto const next = room_of.leave(held[2]);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->whom, 4u);
  room_of.enter(room::long_poll, 5);
  auto const more = room_of.resize(seats::sizes{2, 1});
  ASSERT_EQ(more.size(), 1u);
  EXPECT_EQ(more.front().whom, 5u);
}

TEST(Seats, HoldTheirRulesUnderAnySequence) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 chance(seed);
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(chance() % n); };
    seats::sizes const limits{1 + below(4), 1 + below(3)};
    seats room_of(limits);
    std::map<seats::ticket, seats::place> held;
    std::deque<seats::ticket> polls, calls;
    seats::ticket next = 0;
    auto const granted = [&](seats::grant const& given) {
      auto& line = given.what.used_for == room::long_poll ? polls : calls;
      ASSERT_FALSE(line.empty());
      EXPECT_EQ(line.front(), given.whom) << "seed " << seed;
      line.pop_front();
      held.emplace(given.whom, given.what);
    };
    for (int step = 0; step != 300; ++step) {
      auto const action = below(5);
      if (action < 2) {
        auto const wanted = action == 0 ? room::long_poll : room::short_call;
        auto const who = next++;
        if (auto const place = room_of.enter(wanted, who))
          held.emplace(who, *place);
        else
          (wanted == room::long_poll ? polls : calls).push_back(who);
      } else if (action < 4 && !held.empty()) {
        auto leaving = held.begin();
        std::advance(leaving, below(held.size()));
        auto const place = leaving->second;
        held.erase(leaving);
        if (auto const given = room_of.leave(place)) granted(*given);
      } else if (!polls.empty()) {
        auto const gone = polls.begin() + static_cast<std::ptrdiff_t>(below(polls.size()));
        EXPECT_TRUE(room_of.abandon(*gone));
        polls.erase(gone);
      }
      std::size_t of_polls = 0, polls_seated = 0;
      for (auto const& [who, place] : held) {
        of_polls += place.from == room::long_poll;
        polls_seated += place.used_for == room::long_poll;
        EXPECT_FALSE(place.used_for == room::long_poll && place.from == room::short_call);
      }
      ASSERT_LE(of_polls, limits.long_poll) << "seed " << seed;
      ASSERT_LE(held.size() - of_polls, limits.short_call) << "seed " << seed;
      ASSERT_EQ(room_of.polling(), polls_seated + polls.size());
      ASSERT_EQ(room_of.waiting(room::short_call), calls.size());
      if (of_polls < limits.long_poll) {
        ASSERT_TRUE(polls.empty()) << "a place stays free while a poll waits, seed " << seed;
      }
      if (held.size() - of_polls < limits.short_call) {
        ASSERT_TRUE(calls.empty()) << "a place stays free while a call waits, seed " << seed;
      }
    }
  }
}

TEST(Turns, EndAsFewHeldPollsAsServeThoseWhoWait) {
  turns const by(5s, 0);
  net::time_point const now{1h};
  std::vector<net::time_point> const held(8, now + 20s);
  auto const ended = [&](std::size_t waiting, std::vector<net::time_point> const& until) {
    return by.polls_to_end(now, waiting, 8, 8 + waiting, until);
  };
  EXPECT_EQ(ended(1, held), 1u);
  EXPECT_EQ(ended(292, held), 8u) << "a place serves 38 of 300 within a turn";
  EXPECT_EQ(ended(16, held), 4u) << "a place serves 1 + 3 of 24 within a turn";
  auto one_ends_in_time = held;
  one_ends_in_time[3] = now + 4s;
  EXPECT_EQ(ended(1, one_ends_in_time), 0u);
  EXPECT_EQ(ended(2, one_ends_in_time), 1u);
  auto const one_place_is_free_soon = std::vector<net::time_point>(7, now + 20s);
  EXPECT_EQ(ended(1, one_place_is_free_soon), 0u);
  EXPECT_EQ(turns(0s, 0).polls_to_end(now, 9, 8, 17, held), 1u);
}

TEST(Turns, ShortenWaitsOnlyWhenPlacesAreScarce) {
  turns const taking(5s, 500);
  struct row {
    std::chrono::seconds desired;
    std::size_t places, streams;
    std::chrono::seconds expected;
  };
  for (auto const each : {row{25s, 256, 1, 25s}, row{25s, 8, 8, 25s}, row{25s, 8, 9, 4s}, row{25s, 8, 10, 4s},
                          row{25s, 8, 20, 2s}, row{25s, 8, 40, 1s}, row{25s, 8, 41, 0s}, row{25s, 8, 300, 0s},
                          row{25s, 1, 2, 2s}, row{1s, 8, 9, 1s}, row{0s, 8, 300, 0s}, row{25s, 8, 0, 25s}})
    EXPECT_EQ(taking.fair_wait(each.desired, each.places, each.streams), each.expected)
        << each.streams << " streams on " << each.places;
}

TEST(Turns, AFullTurnKeepsToItsLength) {
  turns const taking(5s, 500);
  for (std::size_t places = 1; places != 40; ++places)
    for (std::size_t streams = places + 1; streams != 200; ++streams) {
      auto const polls_in_a_row = (streams + places - 1) / places;
      auto const wait = taking.fair_wait(25s, places, streams);
      EXPECT_LE(
          static_cast<double>(wait.count()) * static_cast<double>(streams) / static_cast<double>(places), 5.0)
          << polls_in_a_row;
    }
}

TEST(Turns, KeepTheRateOfPolls) {
  turns taking(5s, 100);
  net::time_point const start{};
  for (int i = 0; i != 50; ++i) EXPECT_EQ(taking.next_start(start, 8, 9), start + i * 10ms);
  EXPECT_EQ(taking.next_start(start + 10s, 8, 9), start + 10s) << "time not used is not saved up";
  EXPECT_EQ(taking.next_start(start + 10s, 8, 9), start + 10s + 10ms);
  EXPECT_EQ(taking.next_start(start + 10s, 8, 8), start + 10s) << "with enough places nobody waits";
  turns unlimited(5s, 0);
  EXPECT_EQ(unlimited.next_start(start, 1, 9), start);
  EXPECT_EQ(unlimited.next_start(start, 1, 9), start);
}

TEST(Sizing, FewerPlacesWhenConnectsFailWhileOthersAreServed) {
  sizing places(256, 8);
  net::time_point const start{};
  places.maybe_full(start, 100, start);
  EXPECT_EQ(places.places(start), 256u) << "one failure proves nothing";
  places.maybe_full(start + 3s, 100, start + 3s);
  EXPECT_EQ(places.places(start + 3s), 100u);
  EXPECT_TRUE(places.is_reduced());
  places.maybe_full(start + 4s, 90, start + 4s);
  EXPECT_EQ(places.places(start + 4s), 90u);
  EXPECT_EQ(places.places(start + 9s), 180u);
  EXPECT_EQ(places.places(start + 14s), 256u);
  EXPECT_FALSE(places.is_reduced());
}

TEST(Sizing, AnOutageChangesNothing) {
  sizing places(256, 8);
  net::time_point const start{};
  for (auto after = 0s; after != 60s; after += 1s) places.maybe_full(start + after, 200, start);
  EXPECT_EQ(places.places(start + 60s), 256u) << "connections that are up, but not served";
  for (auto after = 0s; after != 60s; after += 1s) places.maybe_full(start + after, 0, start + after);
  EXPECT_EQ(places.places(start + 60s), 256u) << "no connection is up";
}

TEST(Sizing, FailuresFarApartAreNoShortage) {
  sizing places(256, 8);
  net::time_point const start{};
  for (auto after = 0s; after < 600s; after += 11s) places.maybe_full(start + after, 100, start + after);
  EXPECT_EQ(places.places(start + 600s), 256u);
}

TEST(Sizing, FewerPlacesAtOnceWhenTheMachineIsFull) {
  struct row {
    std::size_t taken;
    std::size_t left;
  };
  for (auto const& [taken, left] :
       std::vector<row>{{0, 1}, {1, 1}, {4, 4}, {5, 4}, {20, 16}, {40, 32}, {100, 92}, {300, 256}}) {
    sizing places(256, 8);
    net::time_point const start{};
    places.surely_full(start, taken);
    EXPECT_EQ(places.places(start), left) << taken << " connections";
  }
}

TEST(Sizing, AFullMachineIsLeftAloneForAWhile) {
  sizing places(256, 8);
  net::time_point const start{};
  places.surely_full(start, 100);
  places.maybe_full(start + 1s, 100, start + 1s);
  EXPECT_EQ(places.places(start + 29s), 92u);
  EXPECT_EQ(places.places(start + 30s), 184u);
  places.surely_full(start + 31s, 102);
  EXPECT_EQ(places.places(start + 60s), 94u);
}

}  // namespace
}  // namespace hai::http
