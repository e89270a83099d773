// Buffers that share room: bounded together, and none shut out.

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "session/hand_over.hpp"

namespace hai::detail {
namespace {

class text_buffer final : public hand_over<std::string> {
 public:
  using hand_over<std::string>::hand_over;

 private:
  std::size_t weight_of(std::string const& each) const override { return each.size(); }
  void on_taken(std::string const&) override {}
  void on_end_announced() override {}
  void on_end_taken() override {}
};

class shared_rooms : public testing::Test {
 protected:
  std::shared_ptr<text_buffer> make(std::size_t own_elements = 100, std::size_t own_bytes = 1000) {
    auto made = std::make_shared<text_buffer>(io.get_executor(), buffer_bounds{own_elements, own_bytes});
    made->share(room);
    return made;
  }
  static bool push(std::shared_ptr<text_buffer> const& to, std::string text = "x") { return to->push(text); }
  static bool take(std::shared_ptr<text_buffer> const& from) {
    std::string into;
    return from->try_take(into);
  }

  boost::asio::io_context io;
  std::shared_ptr<shared_room> room = std::make_shared<shared_room>(buffer_bounds{4, 100});
};

TEST_F(shared_rooms, AreBoundedTogetherInElements) {
  auto const a = make(), b = make();
  EXPECT_TRUE(push(a) && push(a) && push(b) && push(b));
  EXPECT_FALSE(push(a));
  EXPECT_FALSE(push(b));
  EXPECT_TRUE(take(b));
  EXPECT_TRUE(push(a));
  EXPECT_EQ(room->elements(), 4u);
}

TEST_F(shared_rooms, AreBoundedTogetherInBytes) {
  auto const a = make(), b = make();
  EXPECT_TRUE(push(a, std::string(40, 'x')));
  EXPECT_TRUE(push(b, std::string(40, 'x')));
  EXPECT_FALSE(push(a, std::string(40, 'x')));
  EXPECT_TRUE(push(a, std::string(20, 'x')));
  EXPECT_EQ(room->bytes(), 100u);
}

TEST_F(shared_rooms, AnEmptyBufferAlwaysLetsOneIn) {
  auto const flood = make(), other = make();
  while (push(flood)) {
  }
  EXPECT_TRUE(push(other, std::string(5000, 'x')));
  EXPECT_FALSE(push(other));
}

TEST_F(shared_rooms, WhatGoesGivesItsRoomBack) {
  {
    auto const a = make(), b = make();
    push(a), push(a), push(b), push(b);
    a->shut(aborted_failure());
    EXPECT_EQ(room->elements(), 2u);
    a->shut(aborted_failure());
  }
  EXPECT_EQ(room->elements(), 0u);
  EXPECT_EQ(room->bytes(), 0u);
}

TEST_F(shared_rooms, IsReadyForMoreOnlyHalfEmptyAndWithRoomLeft) {
  auto const a = make(4), b = make();
  EXPECT_TRUE(a->is_ready_for_more(true));
  push(a), push(a);
  EXPECT_TRUE(a->is_ready_for_more(false));
  EXPECT_FALSE(a->is_ready_for_more(true));
  push(b), push(b);
  EXPECT_FALSE(a->is_ready_for_more(false)) << "others have used the room up";
  take(b);
  EXPECT_TRUE(a->is_ready_for_more(false));
  push(a);
  EXPECT_FALSE(a->is_ready_for_more(false)) << "more than half full";
}

class count_room final : public room_listener {
 public:
  void room_made() noexcept override { ++told; }
  int told = 0;
};

TEST_F(shared_rooms, OneThatWaitsIsToldWhenItsOwnElementsAreTaken) {
  auto const a = make(), b = make();
  auto const listener = std::make_shared<count_room>();
  a->listen_for_room(listener);
  push(b), push(b), push(b), push(a);
  EXPECT_FALSE(push(a));
  take(b);
  EXPECT_EQ(listener->told, 0);
  take(a);
  EXPECT_EQ(listener->told, 1);
  EXPECT_TRUE(push(a));
}

}  // namespace
}  // namespace hai::detail
