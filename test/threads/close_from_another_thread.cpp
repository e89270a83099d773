// Handles that are closed and destroyed on another thread than the one that reads, or that runs the context.

#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

constexpr int rounds = 8;

TEST_F(threads, closing_from_another_thread_ends_the_wait) {
  running_context library(2);
  client const by(library.io(), options());
  auto const id = endless_session();
  for (int round = 0; round < rounds; ++round) {
    auto stream = by.session(id).stream();
    auto handle = by.session(id);
    auto one = stream.next(asio::use_future);
    auto other = handle.next_event(asio::use_future);
    crowd closers;
    closers.add([&] { stream.close(); });
    closers.add([&] { handle.close(); });
    EXPECT_EQ(failure_of(std::move(one)), errc::closed);
    EXPECT_EQ(failure_of(std::move(other)), errc::closed);
  }
}

TEST_F(threads, destroying_the_last_handle_on_another_thread_ends_the_polling) {
  running_context library(2);
  auto const id = endless_session(1);
  for (int round = 0; round < rounds; ++round) {
    auto by = std::make_unique<client>(library.io(), options());
    auto stream = std::make_unique<event_stream>(by->session(id).stream());
    auto handle = std::make_unique<session>(by->session(id));
    EXPECT_TRUE(soon(stream->next(asio::use_future)));
    EXPECT_TRUE(soon(handle->next_event(asio::use_future)));
    crowd destroyers;
    destroyers.add([&] { stream.reset(); });
    destroyers.add([&] { handle.reset(); });
    destroyers.add([&] { by.reset(); });
  }
  auto const bound = std::chrono::steady_clock::now() + 60s;
  while (platform().account().parked > 0 && std::chrono::steady_clock::now() < bound)
    std::this_thread::yield();
  EXPECT_EQ(platform().account().parked, 0u);
}

TEST_F(threads, closing_the_client_from_another_thread_ends_every_stream) {
  running_context library(2);
  auto const id = endless_session();
  for (int round = 0; round < rounds; ++round) {
    client const by(library.io(), options());
    std::vector<event_stream> streams;
    std::vector<std::future<std::optional<event>>> waits;
    for (int n = 0; n < 4; ++n) {
      streams.push_back(by.session(id).stream());
      waits.push_back(streams.back().next(asio::use_future));
    }
    crowd closers;
    for (int n = 0; n < 2; ++n) closers.add([&] { soon(by.close(asio::use_future)); });
    for (auto& each : waits) EXPECT_EQ(failure_of(std::move(each)), errc::closed);
  }
}

TEST_F(threads, handles_may_be_destroyed_after_their_context_and_elsewhere) {
  auto const id = endless_session(1);
  for (int round = 0; round < rounds; ++round) {
    auto library = std::make_unique<running_context>(2);
    client by(library->io(), options());
    auto stream = std::make_unique<event_stream>(by.session(id).stream());
    EXPECT_TRUE(soon(stream->next(asio::use_future)));
    crowd one, other;
    one.add([&] { library.reset(); });
    one.join();
    other.add([&] { stream.reset(); });
    other.join();
    EXPECT_EQ(failure_of(by.session(id).status(asio::use_future)), errc::closed);
  }
}

}  // namespace
}  // namespace hai::test
