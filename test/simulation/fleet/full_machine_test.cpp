// What becomes of streams and calls that find no connection.

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <hai/error.hpp>
#include <hai/event_stream.hpp>
#include <hai/observer.hpp>
#include <hai/session.hpp>
#include <hai/session_status.hpp>

#include "simulation/fleet/single_client.hpp"

namespace hai::simulation {
namespace {

namespace asio = boost::asio;
using std::chrono::minutes;
using std::chrono::seconds;

struct told final : observer {
  void on_stream_failing(std::string const&, error const& why, std::chrono::milliseconds) override {
    failures.emplace_back(why.what());
  }
  std::vector<std::string> failures;
};

/// Forty streams on a machine that gives a few connections and no more; each is read to its end.
struct full_machine {
  static constexpr std::size_t streams = 40;
  static constexpr std::size_t connections = 5;

  explicit full_machine(boost::system::error_code refusal) {
    world.machine->add_host("localhost", {"127.0.0.1"});
    world.machine->listen("127.0.0.1", 8080, [this, refusal](auto wire) {
      world.api.accept(std::move(wire));
      if (++accepted == connections) world.machine->refuse("127.0.0.1", 8080, refusal);
    });
    session_traits session;
    session.most_events = 10;
    for (std::size_t each = 0; each < streams; ++each) {
      auto const id = "session-" + std::to_string(each);
      world.api.add(id, session);
      read_on.push_back(world.client->session(id).stream());
    }
    for (std::size_t each = 0; each < streams; ++each) read(each);
    world.machine->run_until([this] { return ended + failed == streams; }, minutes(20));
  }

  void read(std::size_t which) {
    read_on[which].next([this, which](std::exception_ptr failure, std::optional<event> const& got) {
      if (failure) ++failed;
      if (!failure && !got) ++ended;
      if (got) read(which);
    });
  }

  std::shared_ptr<told> const watcher = std::make_shared<told>();
  single_client world{server_traits(), client_options().base_url("http://localhost:8080").observer(watcher)};
  std::vector<hai::event_stream> read_on;
  std::size_t accepted = 0;
  std::size_t ended = 0;
  std::size_t failed = 0;
};

TEST(FullMachine, StreamsTakeTurnsAndNoneIsToldOfAsFailing) {
  full_machine const one(asio::error::no_descriptors);
  EXPECT_EQ(one.ended, full_machine::streams);
  EXPECT_EQ(one.failed, 0u);
  EXPECT_EQ(one.watcher->failures, std::vector<std::string>{});
}

TEST(FullMachine, AServerThatRefusesFurtherConnectionsIsFoundOut) {
  full_machine const one(asio::error::connection_refused);
  EXPECT_EQ(one.ended, full_machine::streams);
  EXPECT_EQ(one.failed, 0u);
  EXPECT_FALSE(one.watcher->failures.empty());
}

TEST(NoConnection, WithinItsTimeACallSaysWhyTheLastConnectFailed) {
  timeout_options timeouts;
  timeouts.request(seconds(5));
  single_client world(server_traits(), client_options().base_url("http://localhost:8080").timeouts(timeouts));
  world.machine->add_host("localhost", {"127.0.0.1"});
  world.machine->refuse("127.0.0.1", 8080, asio::error::connection_refused);
  std::string text;
  world.client->session("session-0").status([&](std::exception_ptr failure, session_status const&) {
    text = to_error(failure).what();
  });
  world.machine->run_for(std::chrono::milliseconds(500));
  world.machine->hang("127.0.0.1", 8080);
  world.machine->run_until([&] { return !text.empty(); }, minutes(5));
  EXPECT_EQ(
      text,
      "GET /sessions/{id}/status: no connection within 5000 ms (the last connect that failed: connecting "
      "to localhost port 8080 failed: 127.0.0.1: Connection refused; check the address and the network)");
}

}  // namespace
}  // namespace hai::simulation
