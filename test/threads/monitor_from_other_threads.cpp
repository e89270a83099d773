// A monitor that one thread reads, while others say what it watches, keep its checkpoint and end it.

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

TEST_F(threads, a_monitor_is_told_from_other_threads_what_to_watch) {
  constexpr std::size_t per_thread = 6, events_each = 5;
  running_context library(2);
  session_monitor monitor(client(library.io(), options()));
  monitor.watch(endless_session());
  std::vector<std::vector<std::string>> shares;
  for (int n = 0; n < 3; ++n) shares.push_back(finished_sessions(per_thread, events_each));
  auto const left_alone = endless_session();

  crowd others;
  for (auto const& share : shares)
    others.add([&] {
      for (auto const& id : share) {
        monitor.watch(id);
        monitor.checkpoint();
      }
    });
  others.add([&] {
    for (std::size_t n = 0; n < per_thread; ++n) {
      monitor.watch(left_alone);
      monitor.unwatch(left_alone);
    }
  });

  std::size_t ends = 0, events = 0;
  while (ends < shares.size() * per_thread) {
    auto const item = soon(monitor.next(asio::use_future));
    ASSERT_TRUE(item);
    ASSERT_FALSE(item->failure());
    if (item->event()) ++events;
    if (item->end()) ++ends;
  }
  EXPECT_EQ(events, shares.size() * per_thread * events_each);
}

TEST_F(threads, closing_a_monitor_from_another_thread_ends_the_wait) {
  running_context library(2);
  client const by(library.io(), options());
  auto const id = endless_session();
  for (int round = 0; round < 8; ++round) {
    session_monitor monitor(by);
    monitor.watch(id);
    auto wait = monitor.next_batch(asio::use_future);
    crowd closer;
    closer.add([&] { monitor.close(); });
    EXPECT_EQ(failure_of(std::move(wait)), errc::closed);
  }
}

}  // namespace
}  // namespace hai::test
