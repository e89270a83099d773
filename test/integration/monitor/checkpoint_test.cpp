// A monitor that was killed goes on in another process: nothing is lost, and only what was in hand comes
// again.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integration/monitor/monitor_fixture.hpp"

namespace hai::test {
namespace {

namespace json = boost::json;

class monitor_checkpoint : public monitor_test {
 protected:
  json::value saved(session_monitor const& from) { return json::parse(json::serialize(from.checkpoint())); }

  std::vector<std::string> add(std::size_t sessions) {
    std::vector<std::string> ids;
    for (std::size_t each = 0; each < sessions; ++each)
      ids.push_back(platform().add_session(finished(10 + each)));
    return ids;
  }

  /// Reads `count` items and kills the monitor with the last one in hand; the first part of `told` has all
  /// but that.
  json::value read_and_kill(session_monitor monitor, std::size_t count, told_sessions& told) {
    json::value checkpoint;
    run([&]() -> asio::awaitable<void> {
      for (std::size_t each = 0; each < count; ++each) {
        auto const item = co_await monitor.next();
        if (!item) break;
        if (each + 1 < count) note(told, *item);
      }
      checkpoint = saved(monitor);
    });
    return checkpoint;
  }
};

TEST_F(monitor_checkpoint, a_monitor_that_is_killed_goes_on_where_it_was) {
  serve(platform_options().page_cap(4));
  auto const ids = add(6);
  for (std::size_t const kill_after : {1u, 2u, 17u, 40u, 80u, 101u}) {
    told_sessions told;
    auto first = make_monitor();
    for (auto const& id : ids) first.watch(id);
    auto const checkpoint = read_and_kill(std::move(first), kill_after, told);
    auto second = make_monitor();
    second.restore(checkpoint);
    run([&]() -> asio::awaitable<void> {
      while (auto const item = co_await second.next()) note(told, *item);
    });
    for (auto const& id : ids) expect_told(told, id);
  }
}

TEST_F(monitor_checkpoint, after_a_clean_stop_nothing_comes_again) {
  serve();
  auto const id = platform().add_session(events(5));
  told_sessions told;
  json::value checkpoint;
  {
    auto first = make_monitor();
    first.watch(id);
    run([&]() -> asio::awaitable<void> {
      for (int each = 0; each < 5; ++each) {
        auto const item = co_await first.next();
        note(told, *item);
      }
    });
    first.next([](std::exception_ptr, auto) {});  // it asked for the next, and there is none
    checkpoint = saved(first);
  }
  EXPECT_EQ(checkpoint.at("watched").at(id), 5);
  platform().play(id, script().ends("completed"));
  auto second = make_monitor();
  second.restore(checkpoint);
  auto const rest = read_all(second);
  EXPECT_TRUE(rest.at(id).events.empty());
  EXPECT_EQ(rest.at(id).ends.size(), 1u);
}

TEST_F(monitor_checkpoint, an_end_in_hand_comes_again_and_an_acknowledged_one_does_not) {
  serve();
  auto const id = platform().add_session(finished(2));
  auto first = make_monitor();
  first.watch(id);
  read_to_end_of(first, id);
  auto const in_hand = saved(first);
  EXPECT_EQ(read_all(first).size(), 0u);
  auto const acknowledged = saved(first);

  auto again = make_monitor();
  again.restore(in_hand);
  auto const told = read_all(again);
  EXPECT_TRUE(told.at(id).events.empty());
  EXPECT_EQ(told.at(id).ends.size(), 1u);

  auto none = make_monitor();
  none.restore(acknowledged);
  none.watch(id);  // as a program does that watches the same sessions each time
  EXPECT_TRUE(read_all(none).empty());
}

TEST_F(monitor_checkpoint, a_restore_wins_over_the_index_of_watch_in_either_order) {
  serve();
  auto const id = platform().add_session(finished(8));
  auto const checkpoint = json::parse(R"({"version":1,"events":true,"until":"settled","watched":{")" + id +
                                      R"(":5},"ended":{},"unwatched":[],"parents":[]})");
  auto before = make_monitor();
  before.watch(id);
  before.restore(checkpoint);
  expect_told(read_all(before), id, 5);
  auto after = make_monitor();
  after.restore(checkpoint);
  after.watch(id);
  expect_told(read_all(after), id, 5);
}

TEST_F(monitor_checkpoint, a_batch_in_hand_comes_again_as_a_whole) {
  serve();
  auto const ids = add(5);
  auto first = make_monitor();
  for (auto const& id : ids) first.watch(id);
  told_sessions told;
  json::value checkpoint;
  run([&]() -> asio::awaitable<void> {
    for (int each = 0; each < 3; ++each) {
      auto const batch = co_await first.next_batch();
      checkpoint = saved(first);
      if (each == 2) break;
      for (auto const& item : batch) note(told, item);
    }
  });
  first.close();
  auto second = make_monitor();
  second.restore(checkpoint);
  run([&]() -> asio::awaitable<void> {
    while (auto const item = co_await second.next()) note(told, *item);
  });
  for (auto const& id : ids) expect_told(told, id);
}

TEST_F(monitor_checkpoint, what_does_not_fit_is_refused_and_changes_nothing) {
  serve();
  auto monitor = make_monitor();
  auto const refusal = [&](json::value const& checkpoint) {
    try {
      monitor.restore(checkpoint);
    } catch (error const& refused) {
      EXPECT_EQ(refused.code(), errc::invalid_argument);
      return std::string(refused.what());
    }
    return std::string("not refused");
  };
  auto const other_mode = make_monitor(monitor_options().events(false)).checkpoint();
  EXPECT_EQ(refusal(other_mode), "restore: checkpoint: events differs from the monitor's");
  auto const other_goal = make_monitor(monitor_options().until(until::terminal)).checkpoint();
  EXPECT_EQ(refusal(other_goal), "restore: checkpoint: until differs from the monitor's");
  EXPECT_EQ(refusal("no checkpoint"), "restore: checkpoint: is no object");
  json::value broken = monitor.checkpoint();
  broken.as_object()["watched"] = json::parse(R"({"good":1,"bad":"x"})");
  EXPECT_EQ(refusal(broken), "restore: checkpoint: watched: \"bad\" is no index");
  EXPECT_TRUE(read_all(monitor).empty());
}

TEST_F(monitor_checkpoint, is_small) {
  serve();
  auto monitor = make_monitor();
  std::size_t ids = 0;
  for (int each = 0; each < 1000; ++each) {
    std::string id = "session-" + std::to_string(each);
    ids += id.size();
    monitor.watch(std::move(id), 12345);
  }
  EXPECT_LT(json::serialize(monitor.checkpoint()).size(), ids + 1000 * 10 + 200);
}

}  // namespace
}  // namespace hai::test
