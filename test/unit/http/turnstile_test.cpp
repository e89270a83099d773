#include "http/turnstile.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <thread>
#include <vector>

namespace hai::http::testing {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

/// A visit on a strand of its own. Its signal is emitted on that strand, as co_spawn of Asio 1.26 asks.
struct visitor {
  explicit visitor(asio::thread_pool& threads) : strand(asio::make_strand(threads)) {}
  asio::strand<asio::thread_pool::executor_type> strand;
  asio::cancellation_signal signal;
};

TEST(Turnstile, LosesNoPlaceWhenCancellationRacesGrants) {
  constexpr int workers = 4, rounds = 2000;
  auto const count = std::make_shared<counters>();
  auto const gate = std::make_shared<turnstile>(seats::sizes{2, 1}, count);
  asio::thread_pool threads(2);
  std::atomic<int> inside{0}, passed{0}, cancelled{0}, running{0};

  auto visit = [&]() -> awaitable<void> {
    auto const place = co_await gate->enter(room::long_poll);
    EXPECT_LE(++inside, 2);
    ++passed;
    --inside;
  };
  for (int round = 0; round != rounds; ++round) {
    running = workers;
    std::vector<std::shared_ptr<visitor>> visitors;
    for (int i = 0; i != workers; ++i) {
      auto const each = visitors.emplace_back(std::make_shared<visitor>(threads));
      auto on_end = [&, each](std::exception_ptr why) {
        if (why) ++cancelled;
        --running;
      };
      asio::co_spawn(each->strand, visit, asio::bind_cancellation_slot(each->signal.slot(), on_end));
    }
    for (auto const& each : visitors)
      asio::post(each->strand, [each] { each->signal.emit(asio::cancellation_type::terminal); });
    while (running != 0) std::this_thread::yield();
  }
  threads.join();
  EXPECT_EQ(passed + cancelled, workers * rounds);
  EXPECT_EQ(count->waiters.get(), 0u);
  EXPECT_EQ(gate->polling(), 0u) << "every place came back";
}

}  // namespace
}  // namespace hai::http::testing
