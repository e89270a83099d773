#include <algorithm>
#include <boost/asio/error.hpp>
#include <hai/prometheus_exporter.hpp>
#include <mutex>
#include <utility>
#include <vector>

#include "observe/client_figures.hpp"
#include "observe/followed_sessions.hpp"
#include "observe/followers.hpp"
#include "observe/names.hpp"

namespace hai {
namespace {

using time_point = std::chrono::steady_clock::time_point;
using stats_source = std::shared_ptr<std::function<std::optional<client_stats>()> const>;

void add(client_stats& all, client_stats const& one) {
  all.connections_open += one.connections_open;
  all.connections_idle += one.connections_idle;
  all.connections_parked += one.connections_parked;
  all.connections_connecting += one.connections_connecting;
  all.waiters += one.waiters;
  all.longest_turn = std::max(all.longest_turn, one.longest_turn);
  all.turns += one.turns;
  all.turns_waited += one.turns_waited;
}

/// What is true now of all streams, sweeps and sessions.
struct standing {
  std::uint64_t streams = 0, lagging = 0, failing = 0, failing_sweeps = 0;
  std::map<std::string_view, std::uint64_t> sweeps;
  double stalled_seconds = 0;
  std::map<std::string, std::uint64_t, std::less<>> sessions;
};

void write_standing(observe::exposition& out, standing const& now) {
  out.family("hai_streams", "gauge", "Streams that poll.");
  out.sample(now.streams);
  out.family("hai_streams_lagging", "gauge", "Streams that wait for a slow consumer.");
  out.sample(now.lagging);
  out.family("hai_streams_failing", "gauge", "Streams whose last request failed.");
  out.sample(now.failing);
  out.family("hai_stream_stalled_seconds", "gauge",
             "Age of the last good reply, of the stream or sweep for which it is oldest; 0 when nothing is "
             "followed.");
  out.sample(now.stalled_seconds);
  out.family("hai_sweeps", "gauge",
             "Sweeps of a list of sessions that a monitor makes, by what they look for.");
  for (auto const& [kind, count] : now.sweeps) out.sample({{"kind", kind}}, count);
  out.family("hai_sweeps_failing", "gauge", "Sweeps whose last look failed.");
  out.sample(now.failing_sweeps);
  out.family("hai_sessions", "gauge", "Sessions that are followed, by the state last seen.");
  for (auto const& [state, count] : now.sessions) out.sample({{"state", state}}, count);
}

}  // namespace

/// What hooks on several strands and text() share. The lock is held for a few instructions at a time, never
/// while a text is put together, nor while a client is asked.
struct prometheus_exporter::shared {
  explicit shared(std::function<time_point()> with) : clock(std::move(with)) {}

  std::function<time_point()> const clock;

  std::mutex mutex;
  observe::client_figures figures;
  observe::followers followers;
  observe::followed_sessions sessions;
  time_point last_good{};        ///< reply of any request
  time_point following_since{};  ///< while there are sessions
  std::vector<stats_source> clients;

  template <class Fact>
  void count(Fact const& fact) {
    std::lock_guard const lock(mutex);
    figures.add(fact);
  }

  /// With the lock held. Where sessions are followed by neither, by looks at the status of each, any good
  /// reply counts.
  double stalled_seconds(time_point now) const {
    auto since = followers.least_recent();
    if (!since && !sessions.empty()) since = std::max(last_good, following_since);
    return since ? std::max(0.0, std::chrono::duration<double>(now - *since).count()) : 0.0;
  }

  standing stand() {
    auto const now = clock();
    standing at;
    std::lock_guard const lock(mutex);
    at.streams = followers.streams();
    at.lagging = followers.lagging_streams();
    at.failing = followers.failing_streams();
    at.stalled_seconds = stalled_seconds(now);
    for (auto const kind : observe::followers::sweep_kinds)
      at.sweeps[observe::name_of(kind)] = followers.sweeps(kind);
    at.failing_sweeps = followers.failing_sweeps();
    at.sessions = sessions.counts();
    return at;
  }

  client_stats pools() {
    std::vector<stats_source> asked;
    {
      std::lock_guard const lock(mutex);
      asked = clients;
    }
    client_stats all;
    for (auto const& each : asked) {
      if (auto const one = (*each)())
        add(all, *one);
      else
        forget(each);
    }
    return all;
  }

  void forget(stats_source const& client) {
    std::lock_guard const lock(mutex);
    std::erase(clients, client);
  }
};

prometheus_exporter::prometheus_exporter()
    : prometheus_exporter([] { return std::chrono::steady_clock::now(); }) {}

prometheus_exporter::prometheus_exporter(std::function<time_point()> clock)
    : shared_(std::make_unique<shared>(std::move(clock))) {}

prometheus_exporter::~prometheus_exporter() = default;

std::string prometheus_exporter::text() const {
  observe::client_figures figures;
  {
    std::lock_guard const lock(shared_->mutex);
    figures = shared_->figures;
  }
  observe::exposition out;
  write_standing(out, shared_->stand());
  write_pools(out, shared_->pools());
  figures.write(out);
  return out.take();
}

void prometheus_exporter::on_client_made(observed::client_made const& made) {
  shared_->pools();  // forgets the clients that are gone
  auto source = std::make_shared<std::function<std::optional<client_stats>()> const>(made.stats);
  std::lock_guard const lock(shared_->mutex);
  shared_->clients.push_back(std::move(source));
}

void prometheus_exporter::on_request(observed::request_done const& done) {
  auto const now = shared_->clock();
  bool const is_good = done.status / 100 == 2;
  bool const is_cancelled = done.failure == boost::asio::error::operation_aborted;
  std::lock_guard const lock(shared_->mutex);
  shared_->figures.add(done);
  if (is_good) shared_->last_good = now;
  if (done.stream != 0 && !is_cancelled) shared_->followers.replied(done.stream, is_good, now);
}

void prometheus_exporter::on_retry(observed::retry const& again) { shared_->count(again); }

void prometheus_exporter::on_connection_opened(observed::connection_opened const& opened) {
  shared_->count(opened);
}

void prometheus_exporter::on_connection_closed(observed::connection_closed const& closed) {
  shared_->count(closed);
}

void prometheus_exporter::on_stream_started(observed::stream_started const& started) {
  auto const now = shared_->clock();
  std::lock_guard const lock(shared_->mutex);
  shared_->figures.add(started);
  shared_->followers.stream_started(started.stream, now);
}

void prometheus_exporter::on_stream_received(observed::stream_received const& page) { shared_->count(page); }

void prometheus_exporter::on_stream_lagging(observed::stream_lagging const& lag) {
  std::lock_guard const lock(shared_->mutex);
  shared_->figures.add(lag);
  shared_->followers.lagging(lag.stream, true);
}

void prometheus_exporter::on_stream_caught_up(observed::stream_caught_up const& up) {
  std::lock_guard const lock(shared_->mutex);
  shared_->followers.lagging(up.stream, false);
}

void prometheus_exporter::on_stream_ended(observed::stream_ended const& ended) {
  std::lock_guard const lock(shared_->mutex);
  shared_->figures.add(ended);
  shared_->followers.ended(ended.stream);
}

void prometheus_exporter::on_sweep_started(observed::sweep_started const& started) {
  auto const now = shared_->clock();
  std::lock_guard const lock(shared_->mutex);
  shared_->followers.sweep_started(started.sweep, started.kind, now);
}

void prometheus_exporter::on_sweep_looked(observed::sweep_looked const& look) {
  auto const now = shared_->clock();
  std::lock_guard const lock(shared_->mutex);
  shared_->followers.looked(look.sweep, look.rest, now);
}

void prometheus_exporter::on_sweep_failing(observed::sweep_failing const& failing) {
  std::lock_guard const lock(shared_->mutex);
  shared_->followers.look_failed(failing.sweep);
}

void prometheus_exporter::on_sweep_ended(observed::sweep_ended const& ended) {
  std::lock_guard const lock(shared_->mutex);
  shared_->figures.add(ended);
  shared_->followers.ended(ended.sweep);
}

void prometheus_exporter::on_session_moved(observed::session_moved const& moved) {
  auto const now = shared_->clock();
  std::lock_guard const lock(shared_->mutex);
  if (shared_->sessions.empty()) shared_->following_since = now;
  shared_->sessions.moved(moved);
}

void prometheus_exporter::on_session_ended(observed::session_ended const& ended) {
  std::lock_guard const lock(shared_->mutex);
  if (shared_->sessions.is_new_end(ended.session_id)) shared_->figures.add(ended);
}

}  // namespace hai
