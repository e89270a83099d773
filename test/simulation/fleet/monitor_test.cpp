// A monitor in virtual time: nothing lost or doubled through faults and kills, and no session starved.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <map>

#include <hai/session_monitor.hpp>
#include <hai/session_status.hpp>

#include "simulation/fleet/monitor_reader.hpp"
#include "simulation/fleet/single_client.hpp"
#include "simulation/fleet/world_plan.hpp"

namespace hai::simulation {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

reader_plan plan_reader(chance& by) {
  reader_plan plan;
  plan.buffer = by.one_of<std::size_t>({8192, 64, 5, 1});
  plan.buffer_bytes = by.one_of<std::size_t>({1 << 20, 1 << 20, 300});
  plan.batch_percent = by.one_of<std::size_t>({0, 50, 100});
  plan.cancel_percent = by.one_of<std::size_t>({0, 30, 80});
  plan.kill_percent = by.one_of<std::size_t>({0, 2, 20});
  plan.nap_percent = by.one_of<std::size_t>({0, 10});
  plan.longest_nap = seconds(20);
  return plan;
}

/// One world a seed: the server and the sessions of the stream simulation, read through one monitor.
class monitor_world {
 public:
  explicit monitor_world(std::uint64_t seed)
      : plan_(plan_world(seed)),
        machine_(std::make_shared<virtual_system>(io_, plan_.rest.next())),
        api_(io_, machine_, plan_.server, plan_.faults, plan_.rest.split(), log) {}

  std::size_t live() {
    open_server();
    auto const& options = plan_.clients.front();
    auto core = api::client_core::make(io_.get_executor(), options, machine_);
    std::weak_ptr<api::client_core> const left = core;
    auto client = detail::client_access::make(std::move(core), api::settings_from(options));
    greet(client);
    auto const plan = plan_reader(plan_.rest);
    monitor_reader reader(io_, machine_, std::move(client), plan, plan_.rest.split(), log);
    for (auto const& member : plan_.members) add(member, reader);
    api_.begin_faults();
    if (plan_.faults.resets) break_connections();
    reader.start();
    machine_->run_until([&] { return reader.is_done(); }, minutes(60));
    if (!reader.is_done()) log.wrong(machine_->elapsed(), "it does not come to an end");
    reader.let_go();
    machine_->run_until_idle(minutes(10));
    if (!left.expired() && reader.is_done()) log.wrong(machine_->elapsed(), "a client is left");
    if (machine_->armed_timers() != 0) log.wrong(machine_->elapsed(), "timers are left");
    return reader.kills();
  }

  journal log{false};

 private:
  void open_server() {
    machine_->add_host(server_name, {server_address});
    machine_->listen(server_address, server_port, [this](auto wire) { api_.accept(std::move(wire)); });
  }

  void add(world_plan::member const& member, monitor_reader& reader) {
    if (member.refused_with != 0) {
      api_.add_refused(member.id, member.refused_with);
      return reader.watch_refused(member.id, member.refused_with);
    }
    session_traits session = member.session;
    session.terminal_at_last = true;
    session.tail_after_settling = false;
    reader.watch(member.id, api_.add(member.id, session));
  }

  // A client that has never had a reply gives up soon: the faults begin after its first.
  void greet(hai::client const& client) {
    api_.add("greeted", session_traits());
    bool greeted = false;
    client.session("greeted").status([&](std::exception_ptr failure, session_status const&) {
      EXPECT_FALSE(failure);
      greeted = true;
    });
    machine_->run_until([&] { return greeted; });
  }

  void break_connections() {
    auto reset = [](monitor_world& self, net::duration at) -> asio::awaitable<void> {
      auto const timer = self.machine_->make_timer(self.io_.get_executor());
      timer->expires_at(self.machine_->now() + at);
      boost::system::error_code ignored;
      co_await timer->wait(ignored);
      self.api_.reset_all();
    };
    for (int each = 0; each < 5; ++each) {
      auto const at = plan_.rest.span(seconds(1), plan_.faults.end);
      asio::co_spawn(io_, reset(*this, at), asio::detached);
    }
  }

  world_plan plan_;
  asio::io_context io_;
  std::shared_ptr<virtual_system> machine_;
  scripted_api api_;
};

TEST(Monitor, LosesAndDoublesNothingThroughFaultsKillsAndRestores) {
  std::size_t kills = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    monitor_world world(seed);
    kills += world.live();
    for (auto const& wrong : world.log.wrongs()) ADD_FAILURE() << "seed " << seed << ": " << wrong;
    if (HasFailure()) return;
  }
  EXPECT_GT(kills, 40u) << "they happen";
}

/// A reader that takes its time over each item, and when each session's events came to it.
struct slow_reader {
  net::duration an_item{};
  bool in_batches = false;
  std::map<std::string, std::vector<net::duration>> came;
  bool done = false;

  asio::awaitable<void> read(virtual_system& machine, hai::session_monitor& monitor) {
    auto const timer = machine.make_timer(co_await asio::this_coro::executor);
    for (;;) {
      std::vector<monitor_item> items;
      if (in_batches) {
        items = co_await monitor.next_batch();
      } else if (auto one = co_await monitor.next()) {
        items.push_back(std::move(*one));
      }
      if (items.empty()) break;
      for (auto const& each : items) {
        if (each.event()) came[each.session_id()].push_back(machine.elapsed());
        timer->expires_at(machine.now() + an_item);
        boost::system::error_code ignored;
        co_await timer->wait(ignored);
      }
    }
    done = true;
  }
};

/// The longest that an event of any session but the floods had to wait, after it existed.
net::duration longest_delay(std::uint64_t seed, bool in_batches, std::size_t& flooded) {
  server_traits server;
  server.page_cap = 100;
  single_client world(server, pool_options(), seed);
  hai::session_monitor monitor(*world.client, monitor_options().until(until::terminal));
  std::vector<agent_session*> quiet;
  for (int each = 0; each < 10; ++each) {
    session_traits session;
    bool const floods = each < 2;
    session.most_events = floods ? 4000 : 10;
    auto const id = (floods ? "flood-" : "quiet-") + std::to_string(each);
    agent_session& made = world.api.add(id, session);
    if (!floods) quiet.push_back(&made);
    monitor.watch(id);
  }
  slow_reader reader;
  reader.an_item = milliseconds(5);
  reader.in_batches = in_batches;
  asio::co_spawn(*world.io, reader.read(*world.machine, monitor), asio::detached);
  EXPECT_TRUE(world.machine->run_until([&] { return reader.done; }, std::chrono::hours(10)));
  net::duration longest{};
  for (auto const* each : quiet) {
    auto const& came = reader.came[each->id()];
    EXPECT_EQ(came.size(), each->events().size());
    for (std::size_t index = 0; index < std::min(came.size(), each->events().size()); ++index)
      longest = std::max(longest, came[index] - each->events()[index].at);
  }
  for (auto const& [id, came] : reader.came)
    if (id.starts_with("flood")) flooded = std::max(flooded, came.size());
  return longest;
}

// A batch is full with 256 items, and the session that fills it may add 255 of its own: at 5 ms each, and one
// more for what had left the line, 2.6 s. A queue for all would make a flood of 4,000 keep it back for 20 s.
TEST(Monitor, AFloodKeepsNobodyBackForLongerThanABatch) {
  constexpr net::duration batch = milliseconds(5) * 512;
  for (bool const in_batches : {false, true}) {
    std::size_t flooded = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
      EXPECT_LE(longest_delay(seed, in_batches, flooded), batch + milliseconds(100)) << "seed " << seed;
    EXPECT_GT(flooded, 2000u) << "there are floods";
  }
}

}  // namespace
}  // namespace hai::simulation
