#include "session/element_ring.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <memory>

namespace hai::detail {
namespace {

TEST(ElementRing, keeps_the_order_of_a_queue_through_growth_and_wrapping) {
  element_ring<int> subject;
  std::deque<int> expected;
  int next = 0;
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < round % 7 + 1; ++i) {
      subject.push_back(next);
      expected.push_back(next++);
    }
    if (round % 5 == 0) {
      subject.push_front(-round);
      expected.push_front(-round);
    }
    for (int i = 0; i < round % 6 && !expected.empty(); ++i) {
      EXPECT_EQ(subject.pop_front(), expected.front());
      expected.pop_front();
    }
    ASSERT_EQ(subject.size(), expected.size());
  }
  for (; !expected.empty(); expected.pop_front()) EXPECT_EQ(subject.pop_front(), expected.front());
  EXPECT_TRUE(subject.empty());
}

TEST(ElementRing, lets_go_of_an_element_that_was_taken) {
  element_ring<std::shared_ptr<int>> subject;
  auto const element = std::make_shared<int>(1);
  subject.push_back(element);
  subject.push_back(std::make_shared<int>(2));
  EXPECT_EQ(subject.pop_front(), element);
  EXPECT_EQ(element.use_count(), 1);
}

TEST(ElementRing, room_made_for_many_is_there_for_them_in_their_order) {
  element_ring<int> subject;
  subject.push_back(0);
  subject.push_back(1);
  EXPECT_EQ(subject.pop_front(), 0);
  subject.make_room(50);
  for (int i = 2; i < 52; ++i) subject.push_back(i);
  for (int i = 1; i < 52; ++i) EXPECT_EQ(subject.pop_front(), i);
}

}  // namespace
}  // namespace hai::detail
