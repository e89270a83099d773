#include "simulation/fleet/world.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <hai/error.hpp>
#include <hai/session_status.hpp>

#include "api/call_settings.hpp"
#include "api/client_core.hpp"
#include "session/client_access.hpp"
#include "simulation/fleet/world_plan.hpp"

namespace hai::simulation {
namespace asio = boost::asio;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// No world lasts longer: what has not ended by then never will.
constexpr minutes longest_life{30};

class world {
 public:
  world(std::uint64_t seed, journal& log)
      : log_(log),
        plan_(plan_world(seed)),
        machine_(std::make_shared<virtual_system>(io_, plan_.rest.next())),
        api_(io_, machine_, plan_.server, plan_.faults, plan_.rest.split(), log) {}

  world_report live();

 private:
  void open_server();
  void make_members();
  void make_consumers(world_plan::member const& member, agent_session& truth);
  void follow_refused(world_plan::member const& member);
  void begin_faults();
  asio::awaitable<void> restart(net::duration at);
  asio::awaitable<void> reset(net::duration at);
  asio::awaitable<void> sleep_until(net::duration at);
  bool is_over() const;
  void greet_everyone();
  void check_requests();
  void check_look_ups();
  void check_rest();
  void wrong(std::string text) { log_.wrong(machine_->elapsed(), std::move(text)); }

  journal& log_;
  world_plan plan_;
  asio::io_context io_;
  std::shared_ptr<virtual_system> machine_;
  scripted_api api_;
  std::vector<std::weak_ptr<api::client_core>> cores_;
  std::vector<hai::client> clients_;
  std::map<std::string, agent_session*> truths_;
  std::vector<std::unique_ptr<consumer>> consumers_;
  std::vector<hai::event_stream> refused_;
  std::size_t refusals_ = 0;
};

void world::open_server() {
  machine_->add_host(server_name, {server_address});
  machine_->listen(server_address, server_port, [this](auto wire) { api_.accept(std::move(wire)); });
}

void world::make_members() {
  for (auto const& options : plan_.clients) {
    auto core = api::client_core::make(io_.get_executor(), options, machine_, max_body);
    cores_.push_back(core);
    clients_.push_back(detail::client_access::make(std::move(core), api::settings_from(options)));
  }
  for (auto const& member : plan_.members) {
    if (member.refused_with != 0) {
      api_.add_refused(member.id, member.refused_with);
      follow_refused(member);
      continue;
    }
    agent_session& truth = api_.add(member.id, member.session);
    truths_[member.id] = &truth;
    make_consumers(member, truth);
  }
}

void world::make_consumers(world_plan::member const& member, agent_session& truth) {
  for (auto const& [client, what] : member.consumers) {
    auto const name = member.id + ", consumer " + std::to_string(consumers_.size());
    time_bounds bounds = plan_.bounds;
    bounds.wait = what.wait;
    // A full buffer gives up the place: each page is an arrival.
    if (what.buffer < 256 || what.buffer_bytes < 10'000) bounds.turn += bounds.arrival;
    follow_check check(truth, what.until, bounds, log_, name);
    consumers_.push_back(std::make_unique<consumer>(io_, machine_, clients_[client], member.id, what,
                                                    std::move(check), plan_.rest.split(), log_, name));
  }
}

// What will not heal ends a stream at once, with the status that said so.
void world::follow_refused(world_plan::member const& member) {
  refused_.push_back(clients_.front().session(member.id).stream());
  refused_.back().next([this, member](std::exception_ptr failure, std::optional<event> const& got) {
    ++refusals_;
    if (got || !failure)
      wrong(member.id + " gave something, though it is refused");
    else if (to_error(failure).status() != member.refused_with)
      wrong(member.id + " failed with " + to_error(failure).what() + ", not with status " +
            std::to_string(member.refused_with));
  });
}

asio::awaitable<void> world::sleep_until(net::duration at) {
  auto const timer = machine_->make_timer(io_.get_executor());
  timer->expires_at(machine_->now() + std::max(at - machine_->elapsed(), net::duration()));
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
}

asio::awaitable<void> world::restart(net::duration at) {
  co_await sleep_until(at);
  auto const down = std::min(at + plan_.rest.span({}, seconds(20)), plan_.faults.end);
  log_.note(machine_->elapsed(), "the server restarts");
  api_.reset_all();
  switch (plan_.rest.below(4)) {
    case 0:
      machine_->hang(server_address, server_port);
      break;
    case 1:
      machine_->fail_host(server_name, asio::error::host_not_found_try_again, seconds(plan_.rest.below(3)));
      [[fallthrough]];
    default:
      machine_->refuse(server_address, server_port, asio::error::connection_refused,
                       seconds(plan_.rest.below(2)));
      break;
  }
  co_await sleep_until(down);
  log_.note(machine_->elapsed(), "the server is back");
  open_server();
}

asio::awaitable<void> world::reset(net::duration at) {
  co_await sleep_until(at);
  log_.note(machine_->elapsed(), "every connection breaks");
  api_.reset_all();
}

void world::begin_faults() {
  api_.begin_faults();
  auto const& faults = plan_.faults;
  for (std::size_t each = 0; each < faults.restarts; ++each)
    asio::co_spawn(io_, restart(plan_.rest.span(seconds(1), faults.end)), asio::detached);
  if (faults.resets)
    for (int each = 0; each < 5; ++each)
      asio::co_spawn(io_, reset(plan_.rest.span(seconds(1), faults.end)), asio::detached);
}

bool world::is_over() const {
  return refusals_ == refused_.size() &&
         std::all_of(consumers_.begin(), consumers_.end(), [](auto const& each) { return each->is_done(); });
}

// A client that has never had a reply gives up soon: the faults begin after its first.
void world::greet_everyone() {
  constexpr char const* greeted = "greeted";
  api_.add(greeted, session_traits());
  std::size_t greetings = 0;
  for (auto const& each : clients_)
    each.session(greeted).status([&](std::exception_ptr failure, session_status const&) {
      if (failure) wrong("the first call of a client failed");
      ++greetings;
    });
  machine_->run_until([&] { return greetings == clients_.size(); });
}

void world::check_requests() {
  // Opening, ending, and a series of looks cost some requests each; a hot loop would cost thousands.
  constexpr seconds window{10};
  constexpr std::size_t allowed = 60;
  // Where polls take turns, each of them may be short, and be followed by a look at the status.
  std::size_t in_turns = 0;
  if (plan_.bounds.turn != net::duration())
    for (auto const& each : plan_.clients) in_turns += 2 * each.pool().max_poll_rate() * 10;
  std::size_t beginnings = 0;
  for (auto const& each : consumers_) beginnings += each->beginnings();
  for (auto const& member : plan_.members) {
    auto const& times = api_.fruitless(member.id);
    std::size_t const most = allowed * member.consumers.size() + in_turns + 4 * beginnings;
    for (std::size_t first = 0; first + most < times.size(); ++first)
      if (times[first + most] - times[first] < window) {
        wrong(member.id + ": more than " + std::to_string(most) + " requests for nothing from " +
              in_seconds(times[first]) + " on");
        break;
      }
  }
}

void world::check_look_ups() {
  for (auto const& name : machine_->look_ups())
    if (name != server_name) wrong("a redirect led to " + name);
}

void world::check_rest() {
  // The clients live on, and hold no work on the executor.
  machine_->run_until_idle(minutes(10));
  if (!io_.stopped()) wrong("something is still at work, though every stream has ended");
  if (machine_->armed_timers() != 0) wrong("timers are left");
  for (auto& each : consumers_) each->let_go();
  refused_.clear();
  clients_.clear();
  machine_->run_until_idle(minutes(10));
  for (auto const& core : cores_)
    if (!core.expired()) wrong("a client is left");
  if (api_.open_connections() != 0) wrong("connections are left");
}

world_report world::live() {
  open_server();
  make_members();
  greet_everyone();
  begin_faults();
  for (auto& each : consumers_) each->start();
  try {
    machine_->run_until([this] { return is_over(); }, longest_life);
    for (auto& each : consumers_)
      if (!each->is_done()) each->check().on_left_over(machine_->elapsed());
    if (refusals_ != refused_.size()) wrong("a stream of a session that is refused does not fail");
    check_requests();
    check_look_ups();
    if (is_over()) check_rest();
  } catch (std::exception const& failure) {
    wrong(failure.what());
  }
  world_report report;
  report.wrongs = log_.wrongs();
  report.sessions = plan_.members.size();
  report.requests = api_.requests();
  report.virtual_seconds = std::chrono::duration<double>(machine_->elapsed()).count();
  return report;
}

}  // namespace

world_report live_through(std::uint64_t seed, bool prints) {
  journal log(prints);
  world one(seed, log);
  return one.live();
}

}  // namespace hai::simulation
