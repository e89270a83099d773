// One client, used from threads that run no context at all.

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

constexpr std::size_t strangers = 6;

TEST_F(threads, a_client_and_plain_calls_may_be_used_from_any_thread) {
  running_context library(2);
  client const by(library.io(), options());
  auto const ids = finished_sessions(strangers, 10);
  auto const shared = by.session(ids[0]);
  crowd everybody;
  for (std::size_t n = 0; n < strangers; ++n)
    everybody.add([&, n] {
      client copy = by;
      auto const other = copy.with(call_options().timeout(30s));
      EXPECT_EQ(soon(shared.status(asio::use_future)).state, session_state::completed);
      EXPECT_EQ(soon(other.list_sessions(asio::use_future)).total, static_cast<std::int64_t>(strangers));
      auto stream = other.session(ids[n]).stream();
      std::uint64_t seen = 0;
      while (auto const got = soon(stream.next(asio::use_future))) EXPECT_EQ(got->index(), seen++);
      EXPECT_EQ(seen, 10u);
      EXPECT_EQ(stream.result().state, session_state::completed);
      EXPECT_GT(copy.stats().requests, 0u);
    });
}

TEST_F(threads, sessions_are_started_and_steered_from_any_thread) {
  running_context library(2);
  client const by(library.io(), options());
  std::atomic<std::size_t> ended = 0;
  {
    crowd everybody;
    for (std::size_t n = 0; n < strangers; ++n)
      everybody.add([&] {
        auto handle = soon(by.start_session(session_request("h/web-surfer-pro", "task"), asio::use_future));
        soon(handle.send_message(user_message("more"), asio::use_future));
        soon(handle.cancel(asio::use_future));
        ended += soon(handle.status(asio::use_future)).state.is_terminal() ? 1 : 0;
      });
  }
  EXPECT_EQ(ended, strangers);
}

}  // namespace
}  // namespace hai::test
