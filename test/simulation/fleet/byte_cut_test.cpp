#include <gtest/gtest.h>

#include "simulation/fleet/consumer.hpp"
#include "simulation/fleet/single_client.hpp"

namespace hai::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ending = direction_behaviour::ending;

struct cut_case {
  char const* name;
  framing frames;
  bool gzip;
};

/// Follows one session whose first page is cut after `bytes`; its size, whole.
std::size_t follow_through_cut(cut_case const& which, std::size_t bytes, ending how) {
  server_traits server;
  server.frames = which.frames;
  server.uses_gzip = which.gzip;
  single_client world(server);
  session_traits session;
  session.most_events = 3;
  agent_session& truth = world.api.add("session-0", session);
  world.api.cut_next_page(bytes, how);
  time_bounds bounds;
  bounds.round_trip = seconds(10);
  consumer_plan plan;
  consumer reader(*world.io, world.machine, *world.client, "session-0", plan,
                  follow_check(truth, plan.until, bounds, world.log, "reader"), chance(1), world.log,
                  "reader");
  world.machine->run_for(minutes(2));
  truth.advance(world.machine->elapsed());
  EXPECT_TRUE(truth.is_over());
  reader.start();
  world.machine->run_until([&] { return reader.is_done(); }, hours(1));
  EXPECT_TRUE(reader.is_done()) << "cut after " << bytes;
  EXPECT_EQ(reader.check().next_index(), truth.events().size()) << "cut after " << bytes;
  for (auto const& wrong : world.log.wrongs()) ADD_FAILURE() << "cut after " << bytes << ": " << wrong;
  return world.api.size_of_cut_page();
}

class ByteCut : public testing::TestWithParam<cut_case> {};

TEST_P(ByteCut, AReplyCutAfterAnyByteLosesAndDoublesNoEvent) {
  for (auto const how : {ending::fin, ending::reset}) {
    std::size_t size = 1;
    for (std::size_t bytes = 0; bytes <= size && !HasFailure(); ++bytes)
      size = follow_through_cut(GetParam(), bytes, how);
    EXPECT_GT(size, 300u);
  }
}

INSTANTIATE_TEST_SUITE_P(Framings, ByteCut,
                         testing::Values(cut_case{"ContentLength", framing::content_length, false},
                                         cut_case{"Chunked", framing::chunked, false},
                                         cut_case{"UntilClose", framing::until_close, false},
                                         cut_case{"ContentLengthGzip", framing::content_length, true},
                                         cut_case{"ChunkedGzip", framing::chunked, true},
                                         cut_case{"UntilCloseGzip", framing::until_close, true}),
                         [](auto const& each) { return each.param.name; });

}  // namespace
}  // namespace hai::simulation
