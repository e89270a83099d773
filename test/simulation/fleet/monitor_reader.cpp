#include "simulation/fleet/monitor_reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <hai/error.hpp>
#include <utility>

namespace hai::simulation {
namespace asio = boost::asio;

monitor_reader::monitor_reader(asio::io_context& io, std::shared_ptr<virtual_system> machine,
                               hai::client client, reader_plan plan, chance source, journal& log)
    : io_(io),
      machine_(std::move(machine)),
      client_(std::move(client)),
      plan_(plan),
      chance_(source),
      log_(log) {}

void monitor_reader::watch(std::string id, agent_session& truth) { sessions_[std::move(id)].truth = &truth; }

void monitor_reader::watch_refused(std::string id, int status) {
  sessions_[std::move(id)].refused_with = status;
}

void monitor_reader::start() { asio::co_spawn(io_, run(), asio::detached); }

void monitor_reader::let_go() {
  monitor_.reset();
  client_.reset();
}

hai::session_monitor monitor_reader::make_monitor() const {
  monitor_options options;
  options.until(until::terminal).buffer(plan_.buffer).buffer_bytes(plan_.buffer_bytes);
  return hai::session_monitor(*client_, options);
}

asio::awaitable<void> monitor_reader::run() {
  monitor_.emplace(make_monitor());
  for (auto const& [id, each] : sessions_) monitor_->watch(id);
  try {
    for (;;) {
      std::vector<monitor_item> const items = co_await read();
      if (items.empty() && !was_cancelled_) break;
      before_read_.clear();
      for (auto const& item : items) {
        before_read_.try_emplace(item.session_id(), sessions_[item.session_id()]);
        check(item);
      }
      if (chance_.percent(plan_.nap_percent)) {
        auto const nap = chance_.span({}, plan_.longest_nap);
        co_await sleep(nap);
      }
      if (chance_.percent(plan_.kill_percent)) kill();
    }
    for (auto const& [id, each] : sessions_)
      if (!each.is_over) wrong(id, "nothing is watched any more, and it has not ended");
  } catch (std::exception const& failure) {
    wrong("the monitor", failure.what());
  }
  done_ = true;
}

/// Another process begins with what this one has saved; what was in hand counts as not told.
void monitor_reader::kill() {
  ++kills_;
  log_.note(machine_->elapsed(), "the monitor is killed");
  auto const saved = boost::json::parse(boost::json::serialize(monitor_->checkpoint()));
  for (auto const& [id, each] : before_read_) sessions_[id] = each;
  before_read_.clear();
  monitor_.emplace(make_monitor());
  bool const watches_first = chance_.percent(50);
  for (auto const& [id, each] : sessions_)
    if (watches_first) monitor_->watch(id);
  monitor_->restore(saved);
  for (auto const& [id, each] : sessions_)
    if (!watches_first) monitor_->watch(id);
}

asio::awaitable<std::vector<monitor_item>> monitor_reader::read_once() {
  std::vector<monitor_item> items;
  if (chance_.percent(plan_.batch_percent)) {
    items = co_await monitor_->next_batch();
  } else {
    std::optional<monitor_item> one = co_await monitor_->next();
    if (one) items.push_back(std::move(*one));
  }
  co_return items;
}

asio::awaitable<std::vector<monitor_item>> monitor_reader::read() {
  using namespace asio::experimental::awaitable_operators;
  was_cancelled_ = false;
  std::vector<monitor_item> items;
  if (!chance_.percent(plan_.cancel_percent)) {
    items = co_await read_once();
    co_return items;
  }
  auto const patience = chance_.span({}, std::chrono::seconds(2));
  auto race = read_once() || sleep(patience);
  auto winner = co_await std::move(race);
  was_cancelled_ = winner.index() == 1;
  if (!was_cancelled_) items = std::get<0>(std::move(winner));
  co_return items;
}

asio::awaitable<void> monitor_reader::sleep(net::duration span) {
  auto const timer = machine_->make_timer(co_await asio::this_coro::executor);
  timer->expires_at(machine_->now() + span);
  boost::system::error_code ignored;
  co_await timer->wait(ignored);
}

void monitor_reader::check(monitor_item const& item) {
  auto const found = sessions_.find(item.session_id());
  if (found == sessions_.end()) return wrong(item.session_id(), "nobody watches it");
  standing& of = found->second;
  if (of.is_over) return wrong(item.session_id(), "something came after its end");
  if (auto const* got = item.event()) return check_event(of, *got);
  of.is_over = true;
  if (auto const* result = item.end()) return check_end(of, *result);
  if (item.failure()->status() != of.refused_with || of.refused_with == 0)
    wrong(item.session_id(), std::string("it failed: ") + item.failure()->what());
}

void monitor_reader::check_event(standing& of, event const& got) {
  if (!of.truth) return wrong("a refused session", "it has an event");
  auto const& all = of.truth->events();
  if (got.index() != of.next_index)
    wrong(of.truth->id(),
          "event " + std::to_string(got.index()) + " came, not " + std::to_string(of.next_index));
  else if (got.index() >= all.size() || got.raw() != all[got.index()].text)
    wrong(of.truth->id(), "event " + std::to_string(got.index()) + " is another");
  of.next_index = got.index() + 1;
}

void monitor_reader::check_end(standing const& of, run_result const& result) {
  if (!of.truth) return wrong(result.id, "it is refused, and has ended");
  if (!of.truth->is_terminal()) wrong(result.id, "it has not ended");
  if (result.state.name() != of.truth->state()) wrong(result.id, "it ended as " + of.truth->state());
  if (of.next_index != of.truth->events().size()) wrong(result.id, "it ended before all of its events");
  if (result.next_index != of.next_index) wrong(result.id, "its end has another next index");
}

void monitor_reader::wrong(std::string const& id, std::string const& what) {
  log_.wrong(machine_->elapsed(), id + ": " + what);
}

}  // namespace hai::simulation
