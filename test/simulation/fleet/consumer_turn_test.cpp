#include <gtest/gtest.h>

#include <functional>
#include <hai/client_stats.hpp>
#include <hai/event_stream.hpp>
#include <hai/session.hpp>
#include <vector>

#include "simulation/fleet/single_client.hpp"

// Who comes first when a page is there: the consumer, or the next poll.

namespace hai::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

struct turn_of_consumer {
  net::duration waited;         ///< for the event
  std::uint64_t under_way = 0;  ///< polls, when it came
};

/// Reads all events of a session that was so old when the stream began.
std::vector<turn_of_consumer> turns_at(net::duration age, net::duration way_back = {}) {
  server_traits server;
  server.page_cap = 1;
  server.way_back = way_back;
  single_client world(server);
  world.api.add("session-0", session_traits());
  world.machine->run_for(age);
  auto stream = world.client->session("session-0").stream();
  std::vector<turn_of_consumer> turns;
  bool is_over = false;
  std::function<void(net::time_point)> read = [&](net::time_point begun) {
    stream.next([&, begun](std::exception_ptr failure, std::optional<event> const& got) {
      is_over = failure || !got;
      if (is_over) return;
      turns.push_back({world.machine->now() - begun, world.client->stats().connections_parked});
      read(world.machine->now());
    });
  };
  read(world.machine->now());
  world.machine->run_until([&] { return is_over; }, minutes(10));
  stream.close();
  world.machine->run_until_idle(minutes(10));
  return turns;
}

TEST(ConsumerTurn, ComesBeforeTheNextPollWhenThePageWasWaitedFor) {
  std::size_t waited_for = 0;
  for (auto const& each : turns_at(net::duration(0))) {
    if (each.waited < milliseconds(100)) continue;
    ++waited_for;
    EXPECT_EQ(each.under_way, 0u);
  }
  EXPECT_GT(waited_for, 0u);
}

TEST(ConsumerTurn, ComesBesideTheNextPollWhenThePageCameAtOnce) {
  auto const turns = turns_at(minutes(5));
  ASSERT_FALSE(turns.empty());
  EXPECT_EQ(turns.front().under_way, 1u);
}

TEST(ConsumerTurn, ComesBesideTheNextPollWhenThePageTookNoMoreThanTheWayToAFarServer) {
  auto const turns = turns_at(minutes(5), milliseconds(150));
  ASSERT_GT(turns.size(), 2u);
  for (std::size_t i = 0; i + 1 < turns.size(); ++i) EXPECT_EQ(turns[i].under_way, 1u) << i;
}

}  // namespace
}  // namespace hai::simulation
