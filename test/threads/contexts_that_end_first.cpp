// A consumer's context may end on one thread while, on another, what it waits for comes.

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <hai/detail/start_operation.hpp>

#include "session/hand_over.hpp"
#include "threads/thread_fixture.hpp"

namespace hai::test {
namespace {

using detail::async_take;
using detail::launch;

struct numbers final : detail::hand_over<int> {
  using hand_over::hand_over;
  std::size_t weight_of(int const&) const override { return 1; }
  void on_taken(int const&) override {}
  void on_end_announced() override {}
  void on_end_taken() override {}
};

/// So long that the two threads meet in every order.
void spin(std::chrono::microseconds span) {
  auto const until = std::chrono::steady_clock::now() + span;
  while (std::chrono::steady_clock::now() < until) {
  }
}

TEST(contexts_that_end_first, take_their_waits_at_a_cursor_with_them) {
  running_context library;
  auto const executor = library.io().get_executor();
  auto const buffer = std::make_shared<numbers>(executor, detail::buffer_bounds{1000, 1'000'000});
  std::atomic<int> pushed = 0;
  std::atomic<int> taken = 0;
  int found = 0;
  constexpr int rounds = 4000;
  for (int i = 0; i < rounds; ++i) {
    {
      asio::io_context home(1);
      auto const note = [&](std::exception_ptr, std::optional<int>) { ++taken; };
      async_take<std::optional<int>>(buffer, asio::bind_executor(home.get_executor(), note));
      asio::post(executor, [&pushed, buffer, i] {
        int number = i;
        buffer->push(number);
        ++pushed;
      });
      spin(std::chrono::microseconds(i % 40));
      home.poll();
    }
    while (pushed <= i) std::this_thread::yield();
    for (int number = 0; buffer->try_take(number);) ++found;
  }
  EXPECT_EQ(taken + found, rounds);
}

asio::awaitable<int> quick() {
  asio::steady_timer timer(co_await asio::this_coro::executor, 20us);
  co_await timer.async_wait(asio::use_awaitable);
  co_return 7;
}

asio::awaitable<void> call(asio::any_io_executor other, std::atomic<int>& done) {
  auto operation = quick();
  auto launched = launch<int>(std::move(other), std::move(operation), asio::use_awaitable);
  int const got = co_await std::move(launched);
  if (got == 7) ++done;
}

TEST(contexts_that_end_first, take_their_calls_with_them) {
  running_context library;
  std::atomic<int> done = 0;
  for (int i = 0; i < 2000; ++i) {
    asio::io_context home(1);
    asio::co_spawn(home, call(library.io().get_executor(), done), asio::detached);
    home.poll();
    spin(std::chrono::microseconds(10 * (i % 30)));
    home.restart();
    home.poll();
  }
  EXPECT_GT(done, 0);
}

}  // namespace
}  // namespace hai::test
