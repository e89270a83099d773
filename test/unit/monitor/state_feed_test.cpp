// What sweeps see of one session, as a monitor tells it.

#include "monitor/state_feed.hpp"

#include <gtest/gtest.h>

#include "monitor/item_access.hpp"

namespace hai::detail {
namespace {

using sight = state_feed::sight;

class counting_listener final : public feed_listener {
 public:
  void feed_ready(std::shared_ptr<feed> const&) override { ++told; }
  int told = 0;
};

class state_feeds : public testing::Test {
 protected:
  static net::time_point at(int second) { return net::time_point() + std::chrono::seconds(second); }
  sight see(session_state const& state, int second) { return one->see(state, at(second), {}); }
  std::vector<monitor_item> draw(feed::drawn expected) {
    std::vector<monitor_item> items;
    EXPECT_EQ(one->draw(true, items), expected);
    return items;
  }
  static session_state state_in(monitor_item const& item) {
    return item.event()->get_if<active_state_change_event>()->state;
  }

  std::shared_ptr<counting_listener> listener = std::make_shared<counting_listener>();
  std::shared_ptr<std::string const> id = std::make_shared<std::string const>("s");
  std::shared_ptr<state_feed> one = std::make_shared<state_feed>(listener, id, std::nullopt);
};

TEST_F(state_feeds, the_first_state_is_no_change) {
  EXPECT_EQ(see(session_state::running, 1), sight::first);
  EXPECT_EQ(see(session_state::running, 2), sight::same);
  EXPECT_EQ(listener->told, 0);
  EXPECT_EQ(one->told().state, session_state::running);
}

TEST_F(state_feeds, a_change_is_told_once) {
  see(session_state::running, 1);
  EXPECT_EQ(see(session_state::paused, 2), sight::changed);
  EXPECT_EQ(listener->told, 1);
  EXPECT_EQ(one->told().state, session_state::running) << "nobody has read it";
  auto const items = draw(feed::drawn::some);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].event()->index(), event::no_index);
  EXPECT_EQ(state_in(items[0]), session_state::paused);
  EXPECT_EQ(one->told().state, session_state::paused);
  EXPECT_FALSE(one->has_more());
  see(session_state::running, 3);
  EXPECT_EQ(listener->told, 2);
}

TEST_F(state_feeds, a_change_that_nobody_read_gives_way_to_the_next) {
  see(session_state::running, 1);
  see(session_state::paused, 2);
  see(session_state::awaiting_tool_results, 3);
  EXPECT_EQ(listener->told, 1);
  EXPECT_EQ(state_in(draw(feed::drawn::some).at(0)), session_state::awaiting_tool_results);
  EXPECT_FALSE(one->has_more());
  draw(feed::drawn::nothing);
}

TEST_F(state_feeds, a_sight_from_before_the_last_one_says_nothing) {
  see(session_state::paused, 5);
  EXPECT_EQ(see(session_state::running, 4), sight::same);
  EXPECT_EQ(see(session_state::running, 6), sight::changed);
}

TEST_F(state_feeds, a_known_state_makes_the_first_sight_a_change) {
  one = std::make_shared<state_feed>(listener, id, session_state::running);
  EXPECT_EQ(see(session_state::paused, 1), sight::changed);
}

TEST_F(state_feeds, the_end_is_the_last_item) {
  see(session_state::running, 1);
  see(session_state::paused, 2);
  run_result result;
  result.state = session_state::failed;
  one->finish(monitor_item_access::of_end(id, result), result.state);
  EXPECT_EQ(see(session_state::running, 3), sight::same);
  auto const items = draw(feed::drawn::over);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].end()->state, session_state::failed);
  EXPECT_EQ(one->told().state, session_state::failed);
}

TEST_F(state_feeds, what_is_closed_tells_nothing_more) {
  see(session_state::running, 1);
  one->close();
  see(session_state::paused, 2);
  EXPECT_EQ(listener->told, 0);
  draw(feed::drawn::nothing);
}

}  // namespace
}  // namespace hai::detail
