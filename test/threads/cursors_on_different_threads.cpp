// One session, followed by cursors of its own on different threads: each gets all of it.

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

constexpr std::size_t events_each = 30, readers = 4;

TEST_F(threads, cursors_of_one_session_are_independent) {
  running_context library(2);
  client const by(library.io(), options());
  auto const handle = by.session(finished_sessions(1, events_each).front());
  crowd everybody;
  for (std::size_t n = 0; n < readers; ++n)
    everybody.add([&, n] {
      auto stream = handle.stream(stream_options().buffer(n + 1));
      std::uint64_t seen = 0;
      while (auto const got = soon(stream.next(asio::use_future))) {
        EXPECT_EQ(got->index(), seen++);
        EXPECT_EQ(stream.next_index(), seen);
      }
      EXPECT_EQ(seen, events_each);
    });
  everybody.add([&] {
    auto own = handle;  // a copy shares the handle's cursor, which nobody else reads
    std::uint64_t seen = 0;
    while (auto const got = soon(own.next_event(asio::use_future))) EXPECT_EQ(got->index(), seen++);
    EXPECT_EQ(seen, events_each);
  });
  everybody.add([&] {
    for (int n = 0; n < 5; ++n) {
      EXPECT_EQ(soon(handle.status(asio::use_future)).state, session_state::completed);
      EXPECT_LE(handle.next_index(), events_each);
    }
  });
}

TEST_F(threads, one_event_may_be_looked_at_by_several_threads) {
  running_context library;
  client const by(library.io(), options());
  auto stream = by.session(endless_session(1)).stream();
  auto const shared = soon(stream.next(asio::use_future));
  ASSERT_TRUE(shared);
  crowd everybody;
  for (std::size_t n = 0; n < readers; ++n)
    everybody.add([one = *shared] { EXPECT_EQ(one.type(), "FleetNoteEvent"), (void)one.data(); });
}

TEST_F(threads, a_second_reader_of_one_cursor_is_refused_and_harms_nobody) {
  running_context library(2);
  client const by(library.io(), options());
  auto const id = endless_session();
  auto stream = by.session(id).stream();
  auto first = stream.next(asio::use_future);
  crowd others;
  for (std::size_t n = 0; n < readers; ++n)
    others.add([&] { EXPECT_EQ(failure_of(stream.next(asio::use_future)), errc::already_waiting); });
  others.join();
  platform().play(id, sim::script().event(0ms, "FleetNoteEvent", "{}"));
  EXPECT_TRUE(soon(std::move(first)));
}

}  // namespace
}  // namespace hai::test
