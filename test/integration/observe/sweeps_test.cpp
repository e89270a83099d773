// What an observer is told of a monitor's sweeps, and of the sessions that no stream follows.

#include <hai/prometheus_exporter.hpp>

#include "integration/observe/recorder.hpp"
#include "integration/wire/wire_fixture.hpp"
#include "unit/observe/metrics_text.hpp"

namespace hai::test {
namespace {

using texts = std::vector<std::string>;
constexpr char const* list_route = "GET /sessions";

class sweeps : public wire_test {
 protected:
  session_monitor make_states(client_options made) {
    return session_monitor(client(io, made.observer(both())), monitor_options().events(false));
  }
  session_monitor make_states() { return make_states(options()); }
  std::shared_ptr<observer> both() {
    return std::make_shared<observer_group>(std::vector<std::shared_ptr<observer>>{watch, exporter});
  }

  /// The ends of so many sessions.
  void read_ends(session_monitor& monitor, std::size_t count) {
    run([&]() -> asio::awaitable<void> {
      while (count > 0) {
        auto const item = co_await monitor.next();
        if (!item) co_return;
        count -= item->end() != nullptr;
      }
    });
  }
  /// Runs with a read that waits, until it is so.
  template <class Condition>
  void wait_until(session_monitor& monitor, Condition holds) {
    monitor.next([](std::exception_ptr, std::optional<monitor_item> const&) {});
    while (!holds()) io.run_one();
  }
  double figure(std::string const& name) { return metrics_text(exporter->text()).at(name); }

  std::shared_ptr<recorder> watch = std::make_shared<recorder>();
  using time_point = std::chrono::steady_clock::time_point;
  /// The exporter reads it until the context has gone, which is after this.
  std::shared_ptr<time_point> now = std::make_shared<time_point>(1000s);
  std::shared_ptr<prometheus_exporter> exporter =
      std::make_shared<prometheus_exporter>([at = now] { return *at; });
};

TEST_F(sweeps, tell_each_session_that_they_follow_from_beginning_to_end) {
  serve();
  auto const id = platform().add_session(script().ends("failed", "lost", "internal"));
  auto monitor = make_states();
  monitor.watch(id);
  read_ends(monitor, 1);
  wait_until(monitor, [&] { return watch->told().back() == "sweep of states closed"; });
  EXPECT_EQ(watch->told({"moved", "session", "sweep", "request"}),
            (texts{"sweep of states started", "moved nothing -> ''",
                   "request GET /sessions/{id}/status 200 #1 by a stream",
                   "request GET /sessions/{id} 200 #1 by a stream", "moved '' -> 'failed'",
                   "session ended failed internal", "moved 'failed' -> nothing", "sweep of states looked",
                   "sweep of states closed"}));
  EXPECT_EQ(figure(R"(hai_session_ends_total{state="failed",error_code="internal"})"), 1);
  EXPECT_EQ(figure(R"(hai_sessions{state="failed"})"), 0);
}

TEST_F(sweeps, count_the_sessions_that_they_follow_by_state) {
  serve();
  auto monitor = make_states();
  std::vector<std::string> ids;
  for (int each = 0; each < 3; ++each) {
    ids.push_back(platform().add_session(script()));
    monitor.watch(ids.back());
  }
  platform().play(ids[0], script().state(0ms, "paused"));
  wait_until(monitor, [&] { return figure(R"(hai_sessions{state="running"})") == 2; });
  EXPECT_EQ(figure(R"(hai_sessions{state="paused"})"), 1);
  EXPECT_EQ(figure(R"(hai_sessions{state="unknown"})"), 0);
  EXPECT_EQ(figure(R"(hai_sweeps{kind="states"})"), 1);
  monitor.unwatch(ids[1]);
  wait_until(monitor, [&] { return figure(R"(hai_sessions{state="running"})") == 1; });
  monitor.close();
  wait_until(monitor, [&] { return figure(R"(hai_sweeps{kind="states"})") == 0; });
  EXPECT_EQ(figure(R"(hai_sessions{state="running"})"), 0);
  EXPECT_EQ(figure(R"(hai_sessions{state="paused"})"), 0);
}

TEST_F(sweeps, tell_what_a_discovery_has_seen) {
  serve();
  auto const id = platform().add_session(script());
  auto monitor = make_states();
  monitor.discover(session_filter().status(session_state::running), 1s);
  wait_until(monitor, [&] { return figure(R"(hai_sessions{state="running"})") == 1; });
  EXPECT_EQ(figure(R"(hai_sweeps{kind="discovery"})"), 1);
  EXPECT_EQ(watch->told({"moved"}), (texts{"moved nothing -> ''", "moved '' -> 'running'"}));
}

TEST_F(sweeps, that_are_blind_show_it) {
  serve();
  platform().fail(fault::reply(503).route(list_route).always());
  auto monitor = make_states();
  for (int each = 0; each < 2; ++each) monitor.watch(platform().add_session(script()));
  wait_until(monitor, [&] { return figure(R"(hai_sessions{state="unknown"})") == 2; });
  *now += 200s;
  EXPECT_EQ(figure("hai_stream_stalled_seconds"), 200);
  wait_until(monitor, [&] { return figure("hai_sweeps_failing") == 1; });
  EXPECT_EQ(figure("hai_stream_stalled_seconds"), 200);
  platform().heal();
  wait_until(monitor, [&] { return figure("hai_sweeps_failing") == 0; });
  EXPECT_EQ(figure("hai_stream_stalled_seconds"), 0);
  auto const told = watch->told({"sweep"});
  EXPECT_EQ(told.at(1), "sweep of states failing GET /sessions: 503");
  EXPECT_EQ(told.back(), "sweep of states recovered");
}

TEST_F(sweeps, that_find_nothing_because_they_are_blind_show_it) {
  serve();
  platform().fail(fault::reply(503).route(list_route).always());
  session_monitor monitor(client(io, options().observer(both())));
  monitor.discover(session_filter().status(session_state::running), 1s);
  wait_until(monitor, [&] { return figure(R"(hai_sweeps{kind="discovery"})") == 1; });
  *now += 200s;
  EXPECT_EQ(figure("hai_stream_stalled_seconds"), 200);
}

TEST_F(sweeps, that_give_up_say_why) {
  serve();
  auto monitor = make_states(options().api_key("wrong"));
  monitor.watch("a");
  read_ends(monitor, 1);
  auto const told = watch->told({"sweep"});
  ASSERT_GE(told.size(), 2u);
  EXPECT_TRUE(told[1].starts_with("sweep of states failed: GET /sessions/{id}/status: 401")) << told[1];
  EXPECT_EQ(figure(R"(hai_sweeps_ended_total{kind="states",outcome="failed"})"), 1);
  EXPECT_EQ(figure(R"(hai_sessions{state="unknown"})"), 0);
}

}  // namespace
}  // namespace hai::test
