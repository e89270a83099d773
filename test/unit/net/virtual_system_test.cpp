#include "simulation/virtual_system.hpp"

#include <gtest/gtest.h>

#include <boost/asio/strand.hpp>

#include "unit/net/coroutine_outcome.hpp"

namespace hai::simulation {
namespace {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using net::testing::coroutine_outcome;

class virtual_machine : public ::testing::Test {
 protected:
  std::shared_ptr<net::timer> timer_at(net::duration when) {
    std::shared_ptr<net::timer> timer = machine->make_timer(asio::make_strand(io));
    timer->expires_at(machine->now() + when);
    return timer;
  }
  void note(net::timer& timer, std::string name) {
    timer.async_wait([this, name](error_code code) { log.push_back(code ? name + " aborted" : name); });
  }

  asio::io_context io;
  std::shared_ptr<virtual_system> machine = std::make_shared<virtual_system>(io);
  std::vector<std::string> log;
  error_code failure;
};

TEST_F(virtual_machine, fires_timers_in_the_order_of_expiry_then_of_arming) {
  auto const late = timer_at(2s);
  auto const early = timer_at(1s);
  auto const early_too = timer_at(1s);
  note(*late, "late");
  note(*early, "early");
  note(*early_too, "early too");
  machine->run_until_idle();
  EXPECT_EQ(log, (std::vector<std::string>{"early", "early too", "late"}));
  EXPECT_EQ(machine->elapsed(), 2s);
}

TEST_F(virtual_machine, a_new_expiry_aborts_the_wait_and_a_cancelled_one_moves_no_clock) {
  auto const timer = timer_at(1h);
  note(*timer, "first");
  timer->expires_at(machine->now() + 1s);
  note(*timer, "second");
  machine->run_ready();
  EXPECT_EQ(log, std::vector<std::string>{"first aborted"});
  timer->cancel();
  machine->run_until_idle();
  EXPECT_EQ(log, (std::vector<std::string>{"first aborted", "second aborted"}));
  EXPECT_EQ(machine->elapsed(), 0s);
}

TEST_F(virtual_machine, runs_for_exactly_as_long_as_asked) {
  auto const timer = timer_at(5s);
  note(*timer, "fired");
  machine->run_for(4999ms);
  EXPECT_TRUE(log.empty());
  machine->run_for(1ms);
  EXPECT_EQ(log.size(), 1u);
  machine->run_for(1min);
  EXPECT_EQ(machine->elapsed(), 65s);
}

TEST_F(virtual_machine, does_not_run_for_ever) {
  auto forever = [&]() -> asio::awaitable<int> {
    auto const timer = machine->make_timer(co_await asio::this_coro::executor);
    for (;;) {
      timer->expires_at(machine->now() + 1s);
      co_await timer->wait(failure);
    }
  };
  coroutine_outcome<int> const outcome(io.get_executor(), forever());
  EXPECT_THROW(machine->run_until_idle(1min), std::runtime_error);
}

class virtual_wire : public virtual_machine {
 protected:
  std::string read(net::byte_stream& end) {
    std::string piece(100, '\0');
    auto const progress = end.try_read(piece, failure);
    ended = progress.ended;
    return piece.substr(0, progress.bytes);
  }
  virtual_connection connection{io.get_executor()};
  std::unique_ptr<net::byte_stream> client = connection.take_client_end();
  std::unique_ptr<net::byte_stream> server = connection.take_server_end();
  bool ended = false;
};

TEST_F(virtual_wire, merges_writes_and_splits_reads) {
  client->try_write(std::string_view("one"), failure);
  client->try_write(std::string_view("two"), failure);
  EXPECT_EQ(read(*server), "onetwo");
  connection.to_client().next_read_size = [] { return 2; };
  server->try_write(std::string_view("three"), failure);
  EXPECT_EQ(read(*client), "th");
  EXPECT_EQ(read(*client), "re");
  EXPECT_EQ(read(*client), "e");
  EXPECT_EQ(connection.received_by_client(), 5u);
}

TEST_F(virtual_wire, is_cut_after_the_byte_that_was_asked_for) {
  connection.to_client().cut_after = 3;
  server->try_write(std::string_view("three"), failure);
  EXPECT_EQ(read(*client), "thr");
  EXPECT_FALSE(failure);
  read(*client);
  EXPECT_EQ(failure, asio::error::connection_reset);
  connection.to_client().cut = direction_behaviour::ending::fin;
  read(*client);
  EXPECT_FALSE(failure);
  EXPECT_TRUE(ended);
}

TEST_F(virtual_wire, wakes_a_reader_and_a_writer) {
  auto wait = [this](net::byte_stream& end, net::readiness wanted) -> asio::awaitable<int> {
    co_await end.wait(wanted, failure);
    co_return 1;
  };
  connection.to_server().capacity = 3;
  EXPECT_EQ(client->try_write(std::string_view("four"), failure).bytes, 3u);
  coroutine_outcome<int> const writer(io.get_executor(), wait(*client, net::readiness::writable));
  coroutine_outcome<int> const reader(io.get_executor(), wait(*client, net::readiness::readable));
  machine->run_ready();
  EXPECT_FALSE(writer.finished());
  EXPECT_FALSE(reader.finished());
  read(*server);
  machine->run_ready();
  EXPECT_TRUE(writer.finished());
  EXPECT_FALSE(reader.finished());
  server->close();
  machine->run_ready();
  EXPECT_TRUE(reader.finished());
  EXPECT_FALSE(client->is_idle());
}

}  // namespace
}  // namespace hai::simulation
