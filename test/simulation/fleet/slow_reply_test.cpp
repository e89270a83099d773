#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <optional>

#include <hai/error.hpp>
#include <hai/event_stream.hpp>
#include <hai/observer.hpp>
#include <hai/session.hpp>

#include "simulation/fleet/single_client.hpp"

namespace hai::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct told final : observer {
  void on_stream_failing(std::string const&, error const& why, milliseconds outage) override {
    failures.emplace_back(why.what());
    outages.push_back(outage);
  }
  void on_stream_recovered(std::string const&, milliseconds) override { ++recoveries; }

  std::vector<std::string> failures;
  std::vector<milliseconds> outages;
  int recoveries = 0;
};

/// Reads the first event of a session whose first page comes byte by byte; what the observer was told.
std::shared_ptr<told> read_through_drip(net::duration over) {
  auto const watcher = std::make_shared<told>();
  single_client world(server_traits(), client_options().base_url("http://localhost:8080").observer(watcher));
  world.open_server();
  session_traits session;
  session.most_events = 1;
  world.api.add("session-0", session);
  world.machine->run_for(minutes(2));
  world.api.drip_next_page(over);
  auto stream = world.client->session("session-0").stream();
  bool came = false;
  stream.next([&](std::exception_ptr failure, std::optional<event> const& got) { came = !failure && got; });
  world.machine->run_until([&] { return came; }, minutes(10));
  EXPECT_TRUE(came);
  stream.close();
  world.machine->run_until_idle(minutes(10));
  EXPECT_EQ(world.machine->armed_timers(), 0u);
  return watcher;
}

TEST(SlowReply, IsToldOfAMinuteAfterItWasDueThoughItIsNoFailure) {
  auto const watcher = read_through_drip(minutes(2));
  EXPECT_EQ(watcher->failures,
            std::vector<std::string>{"GET /sessions/{id}/changes: the reply is still coming after 70 s"});
  EXPECT_EQ(watcher->outages, std::vector<milliseconds>{milliseconds(70'000)});
  EXPECT_EQ(watcher->recoveries, 1);
}

TEST(SlowReply, IsNotToldOfWhenItIsThereInAMinute) {
  auto const watcher = read_through_drip(seconds(40));
  EXPECT_TRUE(watcher->failures.empty());
  EXPECT_EQ(watcher->recoveries, 0);
}

constexpr std::size_t page = 6;

/// One page comes slowly. `read`: how many events were.
boost::asio::awaitable<void> read_all(event_stream& stream, scripted_api& api, std::size_t& read) {
  while (auto const got = co_await stream.next()) {
    if (++read == 2 * page) api.drip_next_page(minutes(2));
  }
}

/// What the observer was told while a consumer with little room read pages that it had to wait for; nothing
/// where there were too few of them.
std::optional<std::vector<std::string>> told_with_little_room(std::uint64_t seed) {
  auto const watcher = std::make_shared<told>();
  server_traits server;
  server.page_cap = page;
  server.latency = milliseconds(500);
  single_client world(server, client_options().base_url("http://localhost:8080").observer(watcher), seed);
  world.open_server();
  session_traits session;
  session.most_events = 200;
  world.api.add("session-0", session);
  world.machine->run_for(minutes(60));
  auto stream = world.client->session("session-0").stream(stream_options().buffer(4));
  std::size_t read = 0;
  bool is_over = false;
  boost::asio::co_spawn(*world.io, read_all(stream, world.api, read),
                        [&](std::exception_ptr) { is_over = true; });
  world.machine->run_until([&] { return is_over; }, minutes(20));
  stream.close();
  world.machine->run_until_idle(minutes(10));
  if (read < 4 * page) return std::nullopt;
  return watcher->failures;
}

TEST(SlowReply, IsToldOfThoughTheConsumerMadeRoomJustBefore) {
  int streams = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto const failures = told_with_little_room(seed);
    if (!failures) continue;
    ++streams;
    EXPECT_EQ(*failures,
              std::vector<std::string>{"GET /sessions/{id}/changes: the reply is still coming after 70 s"})
        << seed;
  }
  EXPECT_GT(streams, 10);
}

TEST(SlowReply, ThatNeverEndsIsAFaultAfterFiveMinutes) {
  auto const watcher = read_through_drip(minutes(20));
  ASSERT_EQ(watcher->failures.size(), 2u);
  EXPECT_EQ(watcher->failures[1], "GET /sessions/{id}/changes: timed out: not done within 300 s");
  EXPECT_EQ(watcher->recoveries, 1);
}

}  // namespace
}  // namespace hai::simulation
