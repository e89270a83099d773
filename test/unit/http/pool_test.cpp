#include "http/pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <hai/error.hpp>

#include "http/shared_pool.hpp"
#include "integration/monitor/hooked_executor.hpp"
#include "scripted_server.hpp"

namespace hai::http::testing {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;

request get() {
  request what;
  what.route = "/x";
  what.target = "/x";
  return what;
}

awaitable<void> answer(server_end& end, int) {
  for (;;) {
    auto const request = co_await end.read_request();
    if (request.empty()) co_return;
    co_await end.write(ok("{}"));
  }
}

awaitable<void> exchange(lease& place) {
  auto const what = get();
  co_await place.exchange(what, pool_in_virtual_time::limits());
}

/// Spawns `body` and keeps how it ended.
struct spawned {
  template <class Body>
  spawned(asio::io_context& io, Body body) {
    auto on_end = [this](std::exception_ptr why) {
      ended = true;
      if (why) code = to_error(why).code();
    };
    asio::co_spawn(io, std::move(body), asio::bind_cancellation_slot(signal.slot(), on_end));
  }
  asio::cancellation_signal signal;
  bool ended = false;
  boost::system::error_code code;
};

TEST(Pool, AnIdleConnectionExpires) {
  pool_in_virtual_time world(answer, pool_options().idle_expiry(10s));
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  world.machine->run_for(9s);
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  EXPECT_EQ(world.accepted, 1);
  world.machine->run_for(11s);
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::long_poll);
    co_await exchange(place);
  });
  EXPECT_EQ(world.accepted, 2);
  EXPECT_EQ(world.count->connections_open.get(), 1u);
}

TEST(Pool, AnOldConnectionIsNotUsedAgain) {
  pool_in_virtual_time world(answer, pool_options().max_lifetime(5s));
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  world.machine->run_for(6s);
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  EXPECT_EQ(world.accepted, 2);
}

TEST(Pool, AConnectionClosedWhileIdleIsNotUsedAgain) {
  pool_in_virtual_time world([](server_end& end, int) -> awaitable<void> {
    co_await end.read_request();
    co_await end.write(ok("{}"));
    co_await end.sleep(1s);
    end.close();
  });
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  world.machine->run_for(2s);
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  EXPECT_EQ(world.accepted, 2);
  EXPECT_EQ(world.count->retries.get(), 0u) << "found before it was used";
}

TEST(Pool, IsQuietWithAnIdleConnection) {
  pool_in_virtual_time world(answer);
  world.run([&]() -> awaitable<void> {
    auto place = co_await world.acquire(room::short_call);
    co_await exchange(place);
  });
  EXPECT_EQ(world.machine->armed_timers(), 0u);
  EXPECT_EQ(world.count->connections_idle.get(), 1u);
}

TEST(Pool, NeverOpensMoreThanItMay) {
  pool_in_virtual_time world(answer, pool_options().max_connections(2).short_call_connections(1));
  world.machine->add_host("other.test", {"10.0.0.1"});
  world.run([&]() -> awaitable<void> {
    for (int round = 0; round != 3; ++round)
      for (std::string const host : {"api.test", "other.test"}) {
        std::vector<lease> held;
        for (int i = 0; i != 3; ++i) {
          auto origin = pool_in_virtual_time::origin();
          origin.host = host;
          held.push_back(co_await world.connections()->acquire(origin, std::nullopt,
                                                               i < 2 ? room::long_poll : room::short_call));
          co_await exchange(held.back());
          EXPECT_LE(world.count->connections_open.get(), 3u);
        }
      }
  });
}

TEST(Pool, ShortCallsPassWhileLongPollsWait) {
  pool_in_virtual_time world(answer, pool_options().max_connections(1).short_call_connections(1));
  world.run([&]() -> awaitable<void> {
    auto polling = co_await world.acquire(room::long_poll);
    EXPECT_FALSE(polling.is_contended());
    spawned waiting(world.io,
                    [&]() -> awaitable<void> { auto second = co_await world.acquire(room::long_poll); });
    world.machine->run_ready();
    EXPECT_TRUE(polling.is_contended());
    EXPECT_EQ(world.count->waiters.get(), 1u);
    auto call = co_await world.acquire(room::short_call);
    co_await exchange(call);
    EXPECT_FALSE(waiting.ended);
    polling.release();
    world.machine->run_ready();
    EXPECT_TRUE(waiting.ended);
  });
}

TEST(Pool, ShortensWaitsWhenStreamsOutnumberPlaces) {
  pool_in_virtual_time world(answer, pool_options().max_connections(2).max_turn(5s));
  world.run([&]() -> awaitable<void> {
    auto first = co_await world.acquire(room::long_poll);
    auto second = co_await world.acquire(room::long_poll);
    EXPECT_EQ(first.fair_wait(25s), 25s);
    spawned third(world.io,
                  [&]() -> awaitable<void> { auto place = co_await world.acquire(room::long_poll); });
    spawned fourth(world.io,
                   [&]() -> awaitable<void> { auto place = co_await world.acquire(room::long_poll); });
    world.machine->run_ready();
    EXPECT_EQ(first.fair_wait(25s), 2s);
    first.release();
    second.release();
    EXPECT_TRUE(world.machine->run_until([&] { return third.ended && fourth.ended; }));
  });
}

TEST(Pool, ANewcomerDoesNotWaitForPollsThatAreHeldLongerThanATurn) {
  auto const silent = [](server_end& server, int) -> awaitable<void> {
    co_await server.read_request();
    co_await server.sleep(25s);
    co_await server.write(ok(""));
  };
  pool_in_virtual_time world(silent, pool_options().max_connections(2).max_turn(5s));
  world.run([&]() -> awaitable<void> {
    std::vector<int> asked;
    auto const hold = [&](int who) -> awaitable<void> {
      auto place = co_await world.acquire(room::long_poll);
      place.when_wanted([&, who] { asked.push_back(who); });
      auto limits = pool_in_virtual_time::limits();
      limits.total = limits.hold = 60s;
      limits.wait = place.fair_wait(25s);
      request const poll = get();
      co_await place.exchange(poll, limits);
    };
    spawned first(world.io, [&] { return hold(1); });
    world.machine->run_for(1s);
    spawned second(world.io, [&] { return hold(2); });
    world.machine->run_for(1s);
    EXPECT_TRUE(asked.empty());
    spawned third(world.io, [&] { return hold(3); });
    world.machine->run_ready();
    EXPECT_EQ(asked, std::vector<int>{1});
    EXPECT_TRUE(world.machine->run_until([&] { return first.ended && second.ended && third.ended; }));
    co_return;
  });
}

TEST(Pool, EveryStreamGetsItsTurnWithinTheRate) {
  constexpr int streams = 30;
  pool_in_virtual_time world(answer, pool_options().max_connections(4).max_poll_rate(100));
  std::vector<int> polls(streams);
  bool done = false;
  int running = streams;
  for (int i = 0; i != streams; ++i) {
    auto body = [&, i]() -> awaitable<void> {
      while (!done) {
        auto place = co_await world.acquire(room::long_poll);
        co_await exchange(place);
        ++polls[static_cast<std::size_t>(i)];
      }
      --running;
    };
    asio::co_spawn(world.io, std::move(body), asio::detached);
  }
  world.machine->run_for(10s);
  done = true;
  world.machine->run_until([&] { return running == 0; });
  EXPECT_EQ(running, 0);
  int total = 0;
  for (int const each : polls) {
    EXPECT_GE(each, 10 * 100 / streams - 2);
    EXPECT_LE(each, 10 * 100 / streams + 2);
    total += each;
  }
  int const before_turns = 4, after_the_end = streams;
  EXPECT_LE(total, 10 * 100 + before_turns + after_the_end + 1);
  EXPECT_GT(world.count->longest_turn_ms.get(), 100u);
  EXPECT_EQ(world.count->turns.get(), static_cast<std::uint64_t>(total));
  EXPECT_GT(world.count->turns_waited_ms.get(), world.count->longest_turn_ms.get());
}

TEST(Pool, ACancelledWaitLeavesTheLine) {
  pool_in_virtual_time world(answer, pool_options().max_connections(1));
  world.run([&]() -> awaitable<void> {
    auto first = co_await world.acquire(room::long_poll);
    auto waiter = [&]() -> awaitable<void> { auto place = co_await world.acquire(room::long_poll); };
    spawned second(world.io, waiter);
    spawned third(world.io, waiter);
    world.machine->run_ready();
    second.signal.emit(asio::cancellation_type::terminal);
    world.machine->run_ready();
    EXPECT_TRUE(second.ended);
    EXPECT_EQ(second.code, asio::error::operation_aborted);
    EXPECT_FALSE(third.ended);
    first.release();
    world.machine->run_ready();
    EXPECT_TRUE(third.ended);
    EXPECT_FALSE(third.code);
  });
}

TEST(Pool, ClosingEndsEveryWaitAndEachLaterOne) {
  pool_in_virtual_time world(answer, pool_options().max_connections(1));
  world.run([&]() -> awaitable<void> {
    auto first = co_await world.acquire(room::long_poll);
    co_await exchange(first);
    auto waiter = [&]() -> awaitable<void> { auto place = co_await world.acquire(room::long_poll); };
    spawned second(world.io, waiter);
    world.machine->run_ready();
    world.connections()->close();
    world.machine->run_ready();
    EXPECT_EQ(second.code, errc::closed);
    first.release();
    EXPECT_EQ(world.count->connections_open.get(), 0u) << "closed when given back";
    spawned third(world.io, waiter);
    world.machine->run_ready();
    EXPECT_EQ(third.code, errc::closed);
  });
}

TEST(Pool, ConnectsAreBounded) {
  pool_in_virtual_time world(answer, pool_options().max_connecting(2));
  world.machine->listen(
      "10.0.0.2", 80, [](auto) {}, 5s);
  world.machine->add_host("slow.test", {"10.0.0.2"});
  auto connects = [&]() -> awaitable<void> {
    net::origin where{false, "slow.test", 80};
    auto place = co_await world.connections()->acquire(where, std::nullopt, room::long_poll);
    co_await exchange(place);
  };
  std::vector<std::unique_ptr<spawned>> all;
  for (int i = 0; i != 5; ++i) all.push_back(std::make_unique<spawned>(world.io, connects));
  world.machine->run_for(1s);
  EXPECT_EQ(world.count->connections_connecting.get(), 2u);
  EXPECT_EQ(world.machine->attempts().size(), 2u);
  world.machine->run_for(5s);
  EXPECT_EQ(world.machine->attempts().size(), 4u);
  for (auto const& each : all) each->signal.emit(asio::cancellation_type::terminal);
  world.machine->run_ready();
  for (auto const& each : all) EXPECT_TRUE(each->ended);
}

TEST(Pool, HoldsNoLockWhenPlacesThatComeBackWakeWhoWaits) {
  pool_in_virtual_time world(answer, pool_options().max_connections(4));
  auto& pool = static_cast<shared_pool&>(*world.connections());
  auto const hook = std::make_shared<std::function<void()>>([] {});
  asio::any_io_executor const executor = hai::test::hooked_executor(world.io.get_executor(), hook);
  pool.note_failed_connect(world.machine->now(), net::shortage::certain, "no more files");
  bool second_came = false;
  auto const second = [&]() -> awaitable<void> {
    auto const place = co_await world.acquire(room::long_poll);
    second_came = true;
  };
  world.run([&]() -> awaitable<void> {
    auto const first = co_await world.acquire(room::long_poll);
    asio::co_spawn(executor, second, asio::detached);
    auto const pause = world.machine->make_timer(world.io.get_executor());
    pause->expires_at(world.machine->now() + 31s);
    boost::system::error_code ignored;
    co_await pause->wait(ignored);
    EXPECT_FALSE(second_came) << "there is one place";
    int calls = 0;
    *hook = [&] {
      ++calls;
      pool.last_connect_failure();  // would wait for itself
    };
    auto const call = co_await world.acquire(room::short_call);
    *hook = [] {};
    EXPECT_GT(calls, 0);
  });
  EXPECT_TRUE(second_came);
}

TEST(Pool, OutlivesItsContextWithWaitersAndConnections) {
  std::shared_ptr<pool> survivor;
  auto count = std::make_shared<counters>();
  {
    auto world = std::make_unique<pool_in_virtual_time>(answer, pool_options().max_connections(1));
    survivor = world->connections();
    count = world->count;
    lease held;
    auto hold = [&]() -> awaitable<void> {
      auto place = co_await world->acquire(room::long_poll);
      co_await exchange(place);
      auto again = co_await world->acquire(room::long_poll);
    };
    asio::co_spawn(world->io, hold, asio::detached);
    world->machine->run_ready();
    EXPECT_EQ(count->waiters.get(), 1u);
  }
  EXPECT_EQ(count->waiters.get(), 0u);
  EXPECT_EQ(count->connections_open.get(), 0u);
  asio::io_context other;
  spawned late(other, [survivor]() -> awaitable<void> {
    auto place = co_await survivor->acquire(pool_in_virtual_time::origin(), std::nullopt, room::long_poll);
  });
  other.run();
  EXPECT_EQ(late.code, errc::closed);
}

}  // namespace
}  // namespace hai::http::testing
