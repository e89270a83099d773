// What a monitor has told, and what of it counts as acknowledged.

#include "monitor/ledger.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

position at(std::uint64_t index) {
  position where;
  where.next_index = index;
  return where;
}

past_session ended(std::uint64_t index) {
  past_session over;
  over.at = at(index);
  over.state = session_state::completed;
  return over;
}

checkpoint saved(ledger const& from) {
  checkpoint to;
  from.save(to);
  return to;
}

TEST(Ledger, WhatIsInHandIsNotAcknowledged) {
  ledger books;
  books.watch("a", at(3));
  books.hand_out("a", at(4));
  EXPECT_EQ(saved(books).watched.at("a"), at(3));
  books.acknowledge();
  EXPECT_EQ(saved(books).watched.at("a"), at(4));
}

TEST(Ledger, OfOneSessionOnlyTheLastPlaceIsInHand) {
  ledger books;
  books.watch("a", at(0));
  books.hand_out("a", at(1));
  books.hand_out("a", at(2));
  books.acknowledge();
  EXPECT_EQ(saved(books).watched.at("a"), at(2));
}

TEST(Ledger, TheFirstStateSeenIsWhatChangesAreToldFrom) {
  ledger books;
  books.watch("a", at(0));
  books.first_seen("a", session_state::running);
  books.first_seen("a", session_state::idle);
  books.first_seen("b", session_state::idle);
  EXPECT_EQ(saved(books).watched.at("a").state, session_state::running);
  EXPECT_EQ(saved(books).watched.count("b"), 0u);
}

TEST(Ledger, ABatchIsAcknowledgedAsAWhole) {
  ledger books;
  books.watch("a", at(0));
  books.watch("b", at(5));
  books.hand_out("a", at(1));
  books.hand_out("b", at(6));
  books.hand_out("a", at(2));
  EXPECT_EQ(saved(books).watched.at("a"), at(0));
  books.acknowledge();
  EXPECT_EQ(saved(books).watched.at("a"), at(2));
  EXPECT_EQ(saved(books).watched.at("b"), at(6));
}

TEST(Ledger, AnEndInHandComesAgainAfterARestore) {
  ledger books;
  books.watch("a", at(0));
  books.hand_out("a", at(1));
  books.hand_out_last("a", ended(1));
  EXPECT_EQ(saved(books).watched.count("a"), 1u);
  EXPECT_TRUE(saved(books).ended.empty());
  ASSERT_NE(books.past("a"), nullptr) << "a discovery has to know at once";
  books.acknowledge();
  EXPECT_TRUE(saved(books).watched.empty());
  EXPECT_EQ(saved(books).ended.at("a"), at(1));
}

TEST(Ledger, WatchedAgainItIsNotPast) {
  ledger books;
  books.watch("a", at(0));
  books.hand_out_last("a", ended(4));
  books.watch("a", at(4));
  books.acknowledge();
  EXPECT_EQ(books.past("a"), nullptr);
  EXPECT_EQ(saved(books).watched.at("a"), at(4));
}

TEST(Ledger, WhatIsUnwatchedIsNeitherAcknowledgedNorWatched) {
  ledger books;
  books.watch("a", at(0));
  books.hand_out("a", at(9));
  books.unwatch("a");
  books.acknowledge();
  EXPECT_TRUE(saved(books).watched.empty());
  EXPECT_EQ(saved(books).unwatched.count("a"), 1u);
  books.watch("a", at(2));
  EXPECT_EQ(saved(books).watched.at("a"), at(2));
  EXPECT_TRUE(saved(books).unwatched.empty());
}

TEST(Ledger, ARestoreBringsBackWhatWasSaved) {
  ledger before;
  before.watch("a", at(3));
  before.watch("b", at(0));
  before.watch("c", at(0));
  before.hand_out_last("b", ended(8));
  before.acknowledge();
  before.unwatch("c");
  ledger after;
  after.watch("a", at(0));
  after.watch("b", at(0));
  after.restore(saved(before));
  EXPECT_EQ(saved(after).watched, saved(before).watched);
  EXPECT_EQ(saved(after).ended, saved(before).ended);
  EXPECT_EQ(saved(after).unwatched, saved(before).unwatched);
  EXPECT_TRUE(after.past("b")->restored);
}

TEST(Ledger, OnlySoManyPastSessionsAreRemembered) {
  ledger books(3);
  for (int each = 0; each < 10; ++each) {
    auto const id = "s" + std::to_string(each);
    books.watch(id, at(0));
    books.hand_out_last(id, ended(1));
    books.acknowledge();
  }
  EXPECT_EQ(saved(books).ended.size(), 3u);
  EXPECT_EQ(books.past("s6"), nullptr);
  EXPECT_NE(books.past("s9"), nullptr);
  for (int round = 0; round < 10; ++round) {  // one that comes back time and again pushes no other out
    books.watch("s9", at(1));
    books.hand_out_last("s9", ended(2));
  }
  EXPECT_NE(books.past("s9"), nullptr);
}

}  // namespace
}  // namespace hai::detail
