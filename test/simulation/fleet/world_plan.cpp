#include "simulation/fleet/world_plan.hpp"

#include <algorithm>

namespace hai::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// A hold of a poll, a stall or a connect may still be under way when the faults end, and then a pause
/// follows.
constexpr seconds aftermath{110};

/// Between the polls of a restarted session whose server has not noticed yet.
constexpr seconds longest_pace{10};

server_traits plan_server(chance& by) {
  server_traits server;
  server.page_cap = by.one_of<std::size_t>({1, 3, 10, 50});
  server.latency = by.one_of({milliseconds(0), milliseconds(0), milliseconds(50), milliseconds(200)});
  server.most_wait = by.one_of({seconds(25), seconds(25), seconds(25), seconds(10)});
  server.ended_answers_at_once = by.percent(50);
  server.uses_gzip = by.percent(30);
  server.varies_framing = by.percent(60);
  server.requests_per_connection = by.one_of<std::size_t>({0, 0, 1, 7});
  server.idle_close = seconds(by.one_of({1, 5, 60}));
  server.splits_reads = by.percent(10);
  return server;
}

fault_traits plan_faults(chance& by) {
  fault_traits faults;
  if (by.percent(40)) return faults;
  faults.end = by.span(seconds(5), seconds(120));
  faults.percent = by.one_of<std::size_t>({0, 5, 20, 40});
  faults.restarts = by.one_of<std::size_t>({0, 0, 1, 3});
  faults.resets = by.percent(40);
  if (by.percent(15)) faults.fragile_page = by.from(1, 8);
  return faults;
}

session_traits plan_session(chance& by, bool may_have_tail) {
  session_traits session;
  session.terminal_at_last = by.percent(70);
  session.tail_after_settling = may_have_tail;
  session.most_events = by.one_of<std::size_t>({0, 3, 10, 10, 40});
  session.own_turns = by.one_of<std::size_t>({1, 1, 1, 2, 3});
  session.drops_messages = by.percent(15);
  return session;
}

consumer_plan plan_consumer(chance& by, session_traits const& session) {
  using reading = consumer_plan::reading;
  using leaving = consumer_plan::leaving;
  consumer_plan plan;
  plan.reads = by.one_of({reading::next, reading::next, reading::next_batch, reading::next_event});
  if (session.terminal_at_last && plan.reads != reading::next_event && by.percent(40))
    plan.until = hai::until::terminal;
  plan.wait = plan.reads == reading::next_event ? seconds(25) : seconds(by.one_of({25, 25, 10, 1}));
  plan.buffer = by.one_of<std::size_t>({256, 256, 1, 4});
  plan.buffer_bytes = by.percent(10) ? 2000 : std::size_t(16) << 20;
  plan.starts = by.span({}, seconds(by.one_of({0, 0, 10, 60})));
  if (by.percent(10)) {
    plan.leaves = by.one_of({leaving::closes, leaving::destroys});
    plan.leaves_at = plan.starts + by.span({}, seconds(by.one_of({0, 5, 60})));
  }
  if (by.percent(25)) {
    plan.nap_percent = by.one_of<std::size_t>({5, 50});
    plan.longest_nap = seconds(by.one_of({1, 30}));
  }
  if (by.percent(40)) plan.cancel_percent = by.one_of<std::size_t>({20, 60, 95});
  if (by.percent(25)) plan.resume_percent = by.one_of<std::size_t>({5, 40});
  plan.cancels_session = by.percent(10);
  if (plan.until == hai::until::settled && by.percent(40)) plan.messages = by.from(1, 2);
  return plan;
}

world_plan::member plan_member(chance& by, std::size_t number, std::size_t clients, bool may_have_tail) {
  world_plan::member member;
  member.id = "session-" + std::to_string(number);
  member.session = plan_session(by, may_have_tail);
  if (by.percent(3)) member.refused_with = by.one_of({401, 403, 404, 400});
  std::size_t const consumers = by.percent(15) ? 2 : 1;
  for (std::size_t each = 0; each < consumers; ++each)
    member.consumers.emplace_back(by.below(clients), plan_consumer(by, member.session));
  return member;
}

client_options plan_client(chance& by, bool is_named, std::size_t streams, bool is_crowded, bool is_slow) {
  pool_options pool;
  std::size_t const enough =
      std::max<std::size_t>(streams, 1) * 2;  // a stream begun anew overlaps the old one
  pool.max_connections(is_crowded ? std::max<std::size_t>(1, streams / by.from(2, 6)) : enough + 8);
  pool.max_poll_rate(by.one_of<std::size_t>({5, 20}));
  pool.max_turn(seconds(by.one_of({2, 5})));
  if (is_crowded || by.percent(30)) pool.short_call_connections(1);
  client_options options;
  options.base_url(std::string("http://") + (is_named ? server_name : server_address) + ":" +
                   std::to_string(server_port));
  options.api_key("secret").gzip(!is_slow).pool(pool);
  return options;
}

/// The longest that a turn of all streams may take in any client, and what a poll's own delay adds.
net::duration turn_of(world_plan const& plan, std::size_t client) {
  auto const& pool = plan.clients[client].pool();
  auto const streams = plan.streams_of(client);
  if (streams * 2 <= pool.max_connections()) return {};
  auto const rows = static_cast<net::duration::rep>(streams / pool.max_connections() + 1);
  net::duration const by_rate = seconds(1) * static_cast<net::duration::rep>(streams) /
                                static_cast<net::duration::rep>(pool.max_poll_rate());
  return std::max<net::duration>(pool.max_turn(), by_rate) + plan.bounds.round_trip * 8 * rows + seconds(1);
}

}  // namespace

std::size_t world_plan::streams_of(std::size_t client) const {
  std::size_t count = 0;
  for (auto const& each : members)
    count += static_cast<std::size_t>(std::count_if(each.consumers.begin(), each.consumers.end(),
                                                    [&](auto const& one) { return one.first == client; }));
  return count;
}

world_plan plan_world(std::uint64_t seed) {
  chance by(seed);
  world_plan plan;
  plan.server = plan_server(by);
  plan.faults = plan_faults(by);
  std::size_t const clients = by.percent(15) ? 2 : 1;
  bool const is_crowded = by.percent(25);
  auto const size = by.below(100);
  // A tail is waited for by a poll that is held: nothing may cut that short.
  bool const may_have_tail =
      !is_crowded && plan.faults.end == net::duration() && !plan.server.ended_answers_at_once;
  std::size_t const members = size < 70 ? by.from(1, 3) : size < 96 ? by.from(4, 10) : by.from(11, 40);
  for (std::size_t each = 0; each < members; ++each)
    plan.members.push_back(plan_member(by, each, clients, may_have_tail));
  bool const is_named = by.percent(30);
  for (std::size_t each = 0; each < clients; ++each)
    plan.clients.push_back(
        plan_client(by, is_named, plan.streams_of(each), is_crowded, !plan.server.uses_gzip));
  plan.bounds.round_trip = plan.server.latency + milliseconds(50);
  if (plan.faults.end != net::duration()) plan.bounds.well_from = plan.faults.end + aftermath;
  if (plan.server.ended_answers_at_once) plan.bounds.pause = longest_pace;
  plan.bounds.page_cap = plan.server.page_cap;
  for (std::size_t each = 0; each < clients; ++each)
    plan.bounds.turn = std::max(plan.bounds.turn, turn_of(plan, each));
  // Those who were there first hold polls of the full wait, and make way.
  plan.bounds.arrival = plan.bounds.turn;
  plan.rest = by.split();
  return plan;
}

}  // namespace hai::simulation
