#include "net/address_race.hpp"

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>

#include "simulation/virtual_system.hpp"
#include "unit/net/coroutine_outcome.hpp"

namespace hai::net {
namespace {
namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using simulation::virtual_connection;
using simulation::virtual_system;
using testing::coroutine_outcome;
using names = std::vector<std::string>;

std::vector<tcp::endpoint> endpoints(names const& texts) {
  std::vector<tcp::endpoint> list;
  for (auto const& text : texts) list.emplace_back(asio::ip::make_address(text), 443);
  return list;
}

names texts(std::vector<tcp::endpoint> const& list) {
  names result;
  for (auto const& each : list) result.push_back(each.address().to_string());
  return result;
}

TEST(address_order, takes_the_families_by_turns_and_begins_with_the_resolvers_first) {
  struct row {
    names given;
    names order;
  };
  for (auto const& [given, order] : std::vector<row>{
           {{}, {}},
           {{"10.0.0.1"}, {"10.0.0.1"}},
           {{"10.0.0.1", "10.0.0.2"}, {"10.0.0.1", "10.0.0.2"}},
           {{"fd00::1", "fd00::2", "10.0.0.1"}, {"fd00::1", "10.0.0.1", "fd00::2"}},
           {{"10.0.0.1", "10.0.0.2", "10.0.0.3", "fd00::1"}, {"10.0.0.1", "fd00::1", "10.0.0.2", "10.0.0.3"}},
           {{"10.0.0.1", "fd00::1", "fd00::2", "fd00::3"}, {"10.0.0.1", "fd00::1", "fd00::2", "fd00::3"}},
       })
    EXPECT_EQ(texts(interleaved(endpoints(given))), order);
}

class address_race : public ::testing::Test {
 protected:
  using race_outcome = coroutine_outcome<std::unique_ptr<byte_stream>>;

  void accept_at(std::string const& address, duration delay = {}) {
    machine->listen(
        address, 443,
        [this, address](std::shared_ptr<virtual_connection> connection) {
          server_ends.push_back(connection->take_server_end());
          connections[address] = std::move(connection);
        },
        delay);
  }
  race_outcome race(names const& addresses, duration limit = 10s) {
    return race_outcome(io.get_executor(),
                        connect_to_any(machine, endpoints(addresses), "api.test port 443", limit));
  }
  std::vector<std::pair<std::string, duration>> tried() const {
    std::vector<std::pair<std::string, duration>> list;
    for (auto const& each : machine->attempts()) list.emplace_back(each.address, each.at);
    return list;
  }
  using schedule = std::vector<std::pair<std::string, duration>>;

  asio::io_context io;
  std::shared_ptr<virtual_system> machine = std::make_shared<virtual_system>(io);
  std::map<std::string, std::shared_ptr<virtual_connection>> connections;
  std::vector<std::unique_ptr<byte_stream>> server_ends;
};

TEST_F(address_race, tries_one_address_when_that_answers_in_time) {
  accept_at("10.0.0.1", 249ms);
  accept_at("fd00::1");
  auto outcome = race({"10.0.0.1", "fd00::1"});
  machine->run_until_idle();
  EXPECT_TRUE(outcome.has_value());
  EXPECT_EQ(tried(), (schedule{{"10.0.0.1", 0ms}}));
}

TEST_F(address_race, tries_the_next_at_once_after_a_failure) {
  machine->refuse("fd00::1", 443, asio::error::network_unreachable, 10ms);
  accept_at("10.0.0.1");
  auto outcome = race({"fd00::1", "10.0.0.1"});
  machine->run_until_idle();
  EXPECT_TRUE(outcome.has_value());
  EXPECT_EQ(tried(), (schedule{{"fd00::1", 0ms}, {"10.0.0.1", 10ms}}));
}

TEST_F(address_race, tries_the_next_after_250_ms_of_silence_and_waits_250_ms_again_after_each) {
  machine->hang("fd00::1", 443);
  machine->refuse("10.0.0.1", 443, asio::error::connection_refused, 100ms);
  machine->hang("fd00::2", 443);
  accept_at("10.0.0.2");
  auto outcome = race({"fd00::1", "10.0.0.1", "fd00::2", "10.0.0.2"});
  machine->run_until_idle();
  EXPECT_TRUE(outcome.has_value());
  EXPECT_EQ(tried(),
            (schedule{{"fd00::1", 0ms}, {"10.0.0.1", 250ms}, {"fd00::2", 350ms}, {"10.0.0.2", 600ms}}));
}

TEST_F(address_race, the_first_success_wins_and_the_losers_are_closed) {
  accept_at("10.0.0.1", 400ms);
  accept_at("fd00::1", 100ms);
  auto outcome = race({"10.0.0.1", "fd00::1"});
  machine->run_until_idle();
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(connections.at("fd00::1")->client_closed());
  EXPECT_FALSE(connections.contains("10.0.0.1")) << "an abandoned attempt went on";
  EXPECT_EQ(machine->elapsed(), 350ms);
  EXPECT_EQ(machine->armed_timers(), 0u);
}

TEST_F(address_race, of_two_that_answer_at_the_same_moment_one_is_closed) {
  accept_at("10.0.0.1", 300ms);
  accept_at("fd00::1", 50ms);
  auto outcome = race({"10.0.0.1", "fd00::1"});
  machine->run_until_idle();
  ASSERT_TRUE(outcome.has_value());
  ASSERT_EQ(connections.size(), 2u);
  EXPECT_NE(connections.at("10.0.0.1")->client_closed(), connections.at("fd00::1")->client_closed());
}

TEST_F(address_race, names_every_address_and_its_cause_when_all_failed) {
  machine->refuse("10.0.0.1", 443, asio::error::connection_refused);
  machine->refuse("fd00::1", 443, asio::error::network_unreachable);
  auto outcome = race({"10.0.0.1", "fd00::1"});
  machine->run_until_idle();
  EXPECT_EQ(outcome.code(), errc::connect_failed);
  EXPECT_EQ(outcome.text(),
            "connecting to api.test port 443 failed: 10.0.0.1: Connection refused; fd00::1: Network is "
            "unreachable; check the address and the network");
}

TEST_F(address_race, ends_at_its_limit_when_nobody_answers) {
  machine->hang("10.0.0.1", 443);
  machine->refuse("fd00::1", 443, asio::error::connection_refused);
  auto outcome = race({"10.0.0.1", "fd00::1"}, 5s);
  machine->run_until_idle();
  EXPECT_EQ(outcome.code(), errc::timed_out);
  EXPECT_EQ(outcome.text(),
            "connecting to api.test port 443 took longer than 5 s: 10.0.0.1: no answer; fd00::1: Connection "
            "refused");
  EXPECT_EQ(machine->elapsed(), 5s);
  EXPECT_EQ(machine->armed_timers(), 0u);
}

TEST_F(address_race, a_cancelled_one_leaves_nothing_behind) {
  machine->hang("10.0.0.1", 443);
  accept_at("fd00::1", 1s);
  auto outcome = race({"10.0.0.1", "fd00::1"});
  machine->run_for(300ms);
  ASSERT_FALSE(outcome.finished());
  outcome.cancel();
  machine->run_ready();
  EXPECT_TRUE(outcome.was_aborted());
  EXPECT_EQ(machine->armed_timers(), 0u);
  machine->run_until_idle();
  EXPECT_TRUE(connections.empty());
}

TEST_F(address_race, may_die_with_its_execution_context) {
  auto inner = std::make_unique<asio::io_context>();
  auto inner_machine = std::make_shared<virtual_system>(*inner);
  inner_machine->hang("10.0.0.1", 443);
  inner_machine->hang("fd00::1", 443);
  race_outcome outcome(inner->get_executor(),
                       connect_to_any(inner_machine, endpoints({"10.0.0.1", "fd00::1"}), "api.test", 10s));
  inner_machine->run_for(300ms);
  EXPECT_EQ(inner_machine->attempts().size(), 2u);
  inner.reset();
  EXPECT_FALSE(outcome.finished());
}

}  // namespace
}  // namespace hai::net
