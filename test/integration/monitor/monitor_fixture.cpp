#include "integration/monitor/monitor_fixture.hpp"

namespace hai::test {

void monitor_test::note(told_sessions& told, monitor_item const& item) {
  told_session& session = told[item.session_id()];
  int const parts = (item.event() != nullptr) + (item.end() != nullptr) + (item.failure() != nullptr);
  EXPECT_EQ(parts, 1);
  if (item.event()) {
    EXPECT_TRUE(session.ends.empty() && session.failures.empty()) << item.session_id();
    session.events.push_back(*item.event());
  } else if (item.end()) {
    session.ends.push_back(*item.end());
  } else if (item.failure()) {
    session.failures.push_back(*item.failure());
  }
}

told_sessions monitor_test::read_all(session_monitor& monitor) {
  told_sessions told;
  run([&]() -> asio::awaitable<void> {
    while (auto item = co_await monitor.next()) note(told, *item);
  });
  return told;
}

told_sessions monitor_test::read_all_batches(session_monitor& monitor) {
  told_sessions told;
  run([&]() -> asio::awaitable<void> {
    for (;;) {
      auto const batch = co_await monitor.next_batch();
      if (batch.empty()) break;
      for (auto const& each : batch) note(told, each);
    }
  });
  return told;
}

told_sessions monitor_test::read_to_end_of(session_monitor& monitor, std::string const& id) {
  told_sessions told;
  run([&]() -> asio::awaitable<void> {
    while (told[id].ends.empty()) {
      auto const item = co_await monitor.next();
      if (!item) throw std::runtime_error("nothing is watched any more");
      note(told, *item);
    }
  });
  return told;
}

void monitor_test::expect_told(told_sessions const& told, std::string const& id, std::size_t from) {
  auto const found = told.find(id);
  ASSERT_NE(found, told.end()) << id;
  expect_whole(found->second.events, id, from);
  ASSERT_EQ(found->second.ends.size(), 1u) << id;
  EXPECT_EQ(found->second.ends[0].id, id);
  EXPECT_EQ(found->second.ends[0].next_index, platform().events(id).size());
  EXPECT_TRUE(found->second.failures.empty()) << id;
}

}  // namespace hai::test
