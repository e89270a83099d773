// Reads that race: each other, their cancellation, a producer on another thread. Nothing is lost, and nothing
// comes twice.

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <hai/within.hpp>
#include <thread>

#include "hand_over_bench.hpp"

namespace hai::detail {
namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::use_awaitable;

constexpr int rounds = 1000;

/// Reads from either buffer a thousand times, when both have something, and counts what it is given.
using race = asio::awaitable<void> (*)(numbers a, numbers b, std::size_t& delivered);

void expect_that_all_that_leaves_is_delivered(race run) {
  for (bool const on_strand : {false, true}) {
    asio::io_context context;
    auto const a = make_numbers(context, 10'000), b = make_numbers(context, 10'000);
    asio::any_io_executor executor = context.get_executor();
    if (on_strand) executor = asio::make_strand(context);
    std::size_t delivered = 0;
    auto done = asio::co_spawn(executor, run(a, b, delivered), asio::use_future);
    context.run();
    EXPECT_NO_THROW(done.get());
    EXPECT_EQ(delivered, std::size_t(rounds));
    EXPECT_EQ(a->taken() + b->taken(), delivered);
  }
}

/// Puts 0, 1, 2, … into a buffer that somebody reads.
void put_all(numbers into, int count) {
  for (int n = 0; n < count;)
    if (into->put(n))
      ++n;
    else
      std::this_thread::yield();
}

/// Reads as many numbers as that, and throws unless they come in order.
using reader = asio::awaitable<void> (*)(numbers from, int count);

void expect_all_from_another_thread(reader read, std::size_t room, int count) {
  asio::io_context context;
  auto const buffer = make_numbers(context, room);
  auto done = asio::co_spawn(context, read(buffer, count), asio::use_future);
  std::thread producer(put_all, buffer, count);
  context.run();
  producer.join();
  EXPECT_NO_THROW(done.get());
}

asio::awaitable<void> race_two(numbers a, numbers b, std::size_t& delivered) {
  for (int n = 0; n < rounds; ++n) {
    a->put(n);
    b->put(n);
    auto won = co_await (async_next(a, use_awaitable) || async_next(b, use_awaitable));
    std::visit([&](auto const& item) { delivered += item.has_value(); }, won);
  }
}

TEST(HandOverRace, what_leaves_the_buffers_in_a_race_of_two_reads_is_delivered) {
  expect_that_all_that_leaves_is_delivered(race_two);
}

TEST(HandOverRace, a_group_of_token_forms_gets_every_element_that_leaves) {
  asio::io_context context;
  auto const a = make_numbers(context, 10'000), b = make_numbers(context, 10'000);
  std::size_t delivered = 0;
  for (int n = 0; n < rounds; ++n) {
    a->put(n);
    b->put(n);
    asio::experimental::make_parallel_group(async_next(a, asio::deferred), async_next(b, asio::deferred))
        .async_wait(asio::experimental::wait_for_one(),
                    [&](std::array<std::size_t, 2>, std::exception_ptr, std::optional<int> first,
                        std::exception_ptr, std::optional<int> second) {
                      delivered += first.has_value();
                      delivered += second.has_value();
                    });
    context.restart();
    context.run();
  }
  EXPECT_GE(delivered, std::size_t(rounds));
  EXPECT_EQ(a->taken() + b->taken(), delivered);
}

asio::awaitable<void> read_all(numbers from, int count) {
  for (int n = 0; n < count; ++n) {
    auto const item = co_await async_next(from, use_awaitable);
    if (item != n) throw std::logic_error("out of order: " + std::to_string(n));
  }
}

TEST(HandOverRace, a_producer_on_another_thread_is_read_in_order) {
  expect_all_from_another_thread(read_all, 64, 20'000);
}

asio::awaitable<void> read_against_the_clock(numbers from, int count) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int n = 0; n < count;) {
    timer.expires_after(std::chrono::microseconds(n % 5));
    auto won = co_await (async_next(from, use_awaitable) || timer.async_wait(use_awaitable));
    if (won.index() == 1) continue;
    if (std::get<0>(won) != n) throw std::logic_error("out of order: " + std::to_string(n));
    ++n;
  }
}

TEST(HandOverRace, waits_that_are_cancelled_all_the_time_lose_nothing) {
  expect_all_from_another_thread(read_against_the_clock, 16, 2'000);
}

asio::awaitable<void> read_within(numbers from, int count) {
  for (int n = 0; n < count;) {
    auto const span = std::chrono::microseconds(n % 10);
    try {
      auto const item = co_await within(span, async_next(from, use_awaitable));
      if (item != n) throw std::logic_error("out of order: " + std::to_string(n));
      ++n;
    } catch (error const& late) {
      if (late.code() != errc::timed_out) throw;
    }
  }
}

TEST(HandOverRace, a_value_that_comes_at_the_deadline_is_a_value) {
  expect_all_from_another_thread(read_within, 16, 2'000);
}

asio::awaitable<void> race_within(numbers a, numbers b, std::size_t& delivered) {
  for (int n = 0; n < rounds; ++n) {
    a->put(n);
    b->put(n);
    auto won =
        co_await (within(1h, async_next(a, use_awaitable)) || within(1h, async_next(b, use_awaitable)));
    std::visit([&](auto const& item) { delivered += item.has_value(); }, won);
  }
}

TEST(HandOverRace, deadlines_around_racing_reads_lose_nothing) {
  expect_that_all_that_leaves_is_delivered(race_within);
}

TEST(HandOverRace, a_consumer_may_live_on_another_context_than_the_buffer) {
  asio::io_context producers, consumers;
  auto const buffer = make_numbers(producers, 64);
  constexpr int count = 2'000;
  auto done = asio::co_spawn(consumers, read_all(buffer, count), asio::use_future);
  std::thread consumer([&] { consumers.run(); });
  put_all(buffer, count);
  consumer.join();
  EXPECT_NO_THROW(done.get());
}

}  // namespace
}  // namespace hai::detail
