#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <map>

#include <hai/error.hpp>
#include <hai/event_stream.hpp>
#include <hai/session.hpp>

#include "simulation/fleet/single_client.hpp"

namespace hai::simulation {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t streams = 200;

asio::awaitable<void> read_all(hai::event_stream& stream) {
  try {
    while (auto const event = co_await stream.next()) {
    }
  } catch (error const&) {
  }
}

/// The largest number of attempts within one `slot` of time, from `from` to `to` after `start`.
std::size_t peak(std::vector<virtual_system::attempt> const& attempts, net::duration start,
                 net::duration from, net::duration to, net::duration slot) {
  std::map<net::duration::rep, std::size_t> histogram;
  for (auto const& each : attempts)
    if (each.at >= start + from && each.at < start + to) ++histogram[(each.at - start) / slot];
  std::size_t most = 0;
  for (auto const& [when, count] : histogram) most = std::max(most, count);
  return most;
}

TEST(Spread, StreamsThatLoseTheirServerInOneInstantComeBackSpreadOut) {
  single_client world(server_traits(), pool_options().max_connections(streams));
  std::vector<hai::event_stream> all;
  for (std::size_t each = 0; each < streams; ++each) {
    auto const id = "session-" + std::to_string(each);
    session_traits session;
    session.most_events = 0;
    world.api.add(id, session);
    all.push_back(world.client->session(id).stream(stream_options().until(until::terminal)));
  }
  for (auto& each : all) asio::co_spawn(*world.io, read_all(each), asio::detached);
  world.machine->run_ready();

  auto const start = world.machine->elapsed();
  auto const before = world.machine->attempts().size();
  ASSERT_GE(before, streams);
  world.machine->refuse("127.0.0.1", 8080, asio::error::connection_refused);
  world.api.reset_all();
  world.machine->run_for(seconds(60));

  auto const& attempts = world.machine->attempts();
  EXPECT_GT(attempts.size(), before + 5 * streams) << "they do try";
  // Of 200, at the beginning: half a second is what they spread over at first, then one, two, four …
  EXPECT_LT(peak(attempts, start, milliseconds(1), seconds(1), milliseconds(50)), streams / 4);
  // When the server has been away for a while, no instant is hit by many.
  EXPECT_LT(peak(attempts, start, seconds(10), seconds(60), milliseconds(50)), streams / 20);
  EXPECT_LT(peak(attempts, start, seconds(10), seconds(60), seconds(1)), streams / 4);

  all.clear();
  world.client.reset();
  world.machine->run_until_idle(std::chrono::minutes(10));
  EXPECT_TRUE(world.core.expired());
}

}  // namespace
}  // namespace hai::simulation
