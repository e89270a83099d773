// The exporter's figures, from what it is told, with a clock of the test's.

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <hai/error.hpp>
#include <hai/prometheus_exporter.hpp>
#include <hai/run_result.hpp>
#include <iterator>
#include <regex>
#include <set>

#include "unit/observe/metrics_text.hpp"

namespace hai::test {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

class exporter : public testing::Test {
 protected:
  metrics_text read() {
    metrics_text text(one.text());
    for (auto const& error : text.errors()) ADD_FAILURE() << error;
    return text;
  }

  void request(std::string_view route, int status, std::uint64_t stream = 0,
               std::chrono::nanoseconds took = 20ms) {
    observed::request_done done;
    done.method = "GET";
    done.route = route;
    done.status = status;
    done.stream = stream;
    done.duration = took;
    if (status == 0) done.failure = errc::timed_out;
    one.on_request(done);
  }
  void cancelled_request(std::uint64_t stream) {
    observed::request_done done;
    done.method = "GET";
    done.route = "/x";
    done.stream = stream;
    done.failure = boost::asio::error::operation_aborted;
    one.on_request(done);
  }
  void start(std::uint64_t stream) { one.on_stream_started(observed::stream_started{stream, id, 0}); }
  void end(std::uint64_t stream) {
    one.on_stream_ended(observed::stream_ended{stream, id, observed::stream_ended::how::closed, nullptr, 0});
  }
  using kind = observed::sweep_kind;
  void sweep(std::uint64_t number, kind what = kind::states) {
    one.on_sweep_started(observed::sweep_started{number, what});
  }
  void looked(std::uint64_t number, std::chrono::nanoseconds rest) {
    one.on_sweep_looked(observed::sweep_looked{number, kind::states, rest, 0s});
  }
  void sweep_fails(std::uint64_t number) {
    error const why(errc::bad_reply, "GET /sessions: no JSON");
    one.on_sweep_failing(observed::sweep_failing{number, kind::states, why, 0s});
  }
  using state = std::optional<session_state>;
  void move(std::string const& session, state from, state to) {
    one.on_session_moved(observed::session_moved{session, from, to});
  }
  void end_session(std::string const& session, session_state how, std::optional<std::string> code = {}) {
    run_result result;
    result.state = how;
    result.error_code = std::move(code);
    one.on_session_ended(observed::session_ended{session, result});
  }
  double stalled() { return read().at("hai_stream_stalled_seconds"); }

  std::string const id = "some-id";
  clock::time_point now{1000s};
  prometheus_exporter one{[this] { return now; }};
};

TEST_F(exporter, tells_every_family_before_anything_has_happened) {
  auto const text = read();
  for (auto const* name : {"hai_requests_total",
                           "hai_request_duration_seconds",
                           "hai_retries_total",
                           "hai_connections",
                           "hai_connections_opened_total",
                           "hai_connections_closed_total",
                           "hai_waiters",
                           "hai_longest_turn_seconds",
                           "hai_turns_total",
                           "hai_turns_waited_seconds_total",
                           "hai_streams",
                           "hai_streams_lagging",
                           "hai_streams_failing",
                           "hai_streams_started_total",
                           "hai_streams_ended_total",
                           "hai_stream_lags_total",
                           "hai_stream_stalled_seconds",
                           "hai_events_total",
                           "hai_sessions",
                           "hai_session_ends_total",
                           "hai_sweeps",
                           "hai_sweeps_failing",
                           "hai_sweeps_ended_total"})
    EXPECT_TRUE(text.has_family(name)) << name;
  EXPECT_EQ(text.at("hai_stream_stalled_seconds"), 0);
  EXPECT_EQ(text.at("hai_sessions{state=\"failed\"}"), 0);
  EXPECT_EQ(text.samples_of("hai_sessions"), 12u);
  // A series that began with its first count would show no increase.
  EXPECT_EQ(text.at(R"(hai_session_ends_total{state="failed",error_code=""})"), 0);
  EXPECT_EQ(text.at(R"(hai_session_ends_total{state="failed",error_code="environment_error"})"), 0);
  EXPECT_EQ(text.at(R"(hai_streams_ended_total{outcome="failed"})"), 0);
  EXPECT_EQ(text.at(R"(hai_sweeps_ended_total{kind="discovery",outcome="failed"})"), 0);
  EXPECT_EQ(text.at(R"(hai_connections_closed_total{reason="failed"})"), 0);
}

TEST_F(exporter, has_the_metrics_that_the_documentation_names_and_no_others) {
  std::ifstream page(HAI_MONITORING_PAGE);
  std::string const text{std::istreambuf_iterator<char>(page), std::istreambuf_iterator<char>()};
  std::set<std::string> named;
  std::regex const metric("hai_[a-z_]+");
  for (std::sregex_iterator each(text.begin(), text.end(), metric), end; each != end; ++each)
    named.insert(each->str());
  auto const now_told = read();
  for (auto const& name : named) EXPECT_TRUE(now_told.has_family(name)) << name;
  EXPECT_EQ(named.size(), now_told.families());
}

TEST_F(exporter, writes_what_prometheus_s_own_tool_accepts) {
  if (std::system("command -v promtool >/dev/null") != 0)
    GTEST_SKIP() << "promtool is not installed (Debian: prometheus)";
  start(1);
  request("/sessions/{id}/changes", 200, 1);
  end_session("a", session_state::failed, R"(quote " and \ backslash)");
  std::FILE* const tool = ::popen("promtool check metrics", "w");
  ASSERT_TRUE(tool);
  std::string const text = one.text();
  std::fwrite(text.data(), 1, text.size(), tool);
  EXPECT_EQ(::pclose(tool), 0);
}

TEST_F(exporter, counts_requests_by_route_and_status_with_their_durations) {
  request("/sessions/{id}/changes", 200, 0, 20ms);
  request("/sessions/{id}/changes", 200, 0, 25'000ms);
  request("/sessions/{id}/changes", 0);
  auto const text = read();
  std::string const good = R"({method="GET",route="/sessions/{id}/changes",status="200"})";
  EXPECT_EQ(text.at("hai_requests_total" + good), 2);
  EXPECT_EQ(text.at(R"(hai_requests_total{method="GET",route="/sessions/{id}/changes",status="timed_out"})"),
            1);
  EXPECT_EQ(text.at("hai_request_duration_seconds_count" + good), 2);
  EXPECT_DOUBLE_EQ(text.at("hai_request_duration_seconds_sum" + good), 25.02);
  std::string const up_to =
      R"(hai_request_duration_seconds_bucket{method="GET",route="/sessions/{id}/changes",)";
  EXPECT_EQ(text.at(up_to + R"(status="200",le="0.01"})"), 0);
  EXPECT_EQ(text.at(up_to + R"(status="200",le="0.025"})"), 1);
  EXPECT_EQ(text.at(up_to + R"(status="200",le="26"})"), 2);
}

TEST_F(exporter, counts_retries_connections_streams_and_events) {
  observed::retry again;
  again.method = "GET";
  again.route = "/x";
  again.status = 503;
  one.on_retry(again);
  observed::connection_opened opened;
  opened.handshake = observed::handshake::resumed;
  one.on_connection_opened(opened);
  observed::connection_closed closed;
  closed.reason = observed::close_reason::idle_expired;
  one.on_connection_closed(closed);
  start(7);
  one.on_stream_received(observed::stream_received{7, id, 5, 5});
  one.on_stream_lagging(observed::stream_lagging{7, id, 3});
  auto text = read();
  EXPECT_EQ(text.at(R"(hai_retries_total{method="GET",route="/x",reason="503"})"), 1);
  EXPECT_EQ(text.at(R"(hai_connections_opened_total{handshake="resumed"})"), 1);
  EXPECT_EQ(text.at(R"(hai_connections_closed_total{reason="idle_expired"})"), 1);
  EXPECT_EQ(text.at("hai_streams"), 1);
  EXPECT_EQ(text.at("hai_streams_lagging"), 1);
  EXPECT_EQ(text.at("hai_stream_lags_total"), 1);
  EXPECT_EQ(text.at("hai_events_total"), 5);
  one.on_stream_caught_up(observed::stream_caught_up{7, id, 1s});
  EXPECT_EQ(read().at("hai_streams_lagging"), 0);
  end(7);
  text = read();
  EXPECT_EQ(text.at("hai_streams"), 0);
  EXPECT_EQ(text.at("hai_streams_started_total"), 1);
  EXPECT_EQ(text.at(R"(hai_streams_ended_total{outcome="closed"})"), 1);
}

TEST_F(exporter, tells_the_age_of_the_last_good_reply_of_the_stream_that_is_worst_off) {
  start(1);
  now += 10s;
  EXPECT_EQ(stalled(), 10);  // never had one
  start(2);
  request("/x", 200, 1);
  now += 5s;
  EXPECT_EQ(stalled(), 5);
  request("/x", 503, 1);
  request("/x", 204, 2);
  now += 5s;
  EXPECT_EQ(stalled(), 10);  // the 503 was no good reply, and the second stream's is not the first one's
  EXPECT_EQ(read().at("hai_streams_failing"), 1);
  request("/x", 200);  // nor is a plain call's
  EXPECT_EQ(stalled(), 10);
  cancelled_request(1);
  EXPECT_EQ(read().at("hai_streams_failing"), 1);
  request("/x", 200, 1);
  EXPECT_EQ(read().at("hai_streams_failing"), 0);
  EXPECT_EQ(stalled(), 5);
  end(1);
  end(2);
  EXPECT_EQ(stalled(), 0);
}

TEST_F(exporter, tells_how_long_a_sweep_has_had_no_good_reply) {
  sweep(4);
  now += 30s;
  EXPECT_EQ(stalled(), 30);  // never had one
  request("/sessions", 503, 4);
  EXPECT_EQ(stalled(), 30);
  request("/sessions", 200, 4);
  EXPECT_EQ(stalled(), 0);
  now += 3s;
  EXPECT_EQ(stalled(), 3);
  looked(4, 15s);
  now += 20s;
  EXPECT_EQ(stalled(), 5) << "the rest does not count";
  EXPECT_EQ(read().at("hai_streams"), 0);
}

TEST_F(exporter, tells_that_a_sweep_is_blind_though_streams_are_well) {
  start(1);
  sweep(2, kind::discovery);
  now += 60s;
  request("/sessions/{id}/changes", 204, 1);
  EXPECT_EQ(stalled(), 60);
  one.on_sweep_ended(observed::sweep_ended{2, kind::discovery, nullptr});
  EXPECT_EQ(stalled(), 0);
}

TEST_F(exporter, takes_no_reply_for_good_while_the_looks_of_a_sweep_fail) {
  sweep(4);
  sweep_fails(4);
  EXPECT_EQ(read().at("hai_sweeps_failing"), 1);
  now += 40s;
  request("/sessions", 200, 4);  // what could not be read
  EXPECT_EQ(stalled(), 40);
  looked(4, 0s);
  EXPECT_EQ(stalled(), 0);
  EXPECT_EQ(read().at("hai_sweeps_failing"), 0);
}

TEST_F(exporter, counts_sweeps_by_what_they_look_for_and_how_they_end) {
  sweep(4);
  sweep(5, kind::discovery);
  sweep(6, kind::subagents);
  EXPECT_EQ(read().at(R"(hai_sweeps{kind="states"})"), 1);
  EXPECT_EQ(read().at(R"(hai_sweeps{kind="discovery"})"), 1);
  error const why(errc::gave_up, "gave up");
  one.on_sweep_ended(observed::sweep_ended{5, kind::discovery, &why});
  one.on_sweep_ended(observed::sweep_ended{4, kind::states, nullptr});
  auto const text = read();
  EXPECT_EQ(text.at(R"(hai_sweeps{kind="states"})"), 0);
  EXPECT_EQ(text.at(R"(hai_sweeps_ended_total{kind="discovery",outcome="failed"})"), 1);
  EXPECT_EQ(text.at(R"(hai_sweeps_ended_total{kind="states",outcome="closed"})"), 1);
}

TEST_F(exporter, tells_how_long_sessions_that_only_status_cursors_follow_had_no_good_reply) {
  now += 100s;
  move("a", {}, session_state());
  now += 7s;
  EXPECT_EQ(stalled(), 7);
  request("/sessions", 200);
  now += 2s;
  EXPECT_EQ(stalled(), 2);
  move("a", session_state(), {});
  EXPECT_EQ(stalled(), 0);
}

TEST_F(exporter, counts_followed_sessions_by_state_once_however_many_follow_them) {
  auto const in = [&](std::string const& name) { return read().at("hai_sessions{state=\"" + name + "\"}"); };
  move("a", {}, session_state());
  EXPECT_EQ(in("unknown"), 1);
  move("a", session_state(), session_state::running);
  move("a", {}, session_state());  // a second follower, which knows nothing yet
  EXPECT_EQ(in("running"), 1);
  EXPECT_EQ(in("unknown"), 0);
  move("b", {}, session_state());
  move("b", session_state(), session_state("levitating"));
  EXPECT_EQ(in("other"), 1);
  move("a", session_state::running, session_state::idle);
  move("a", session_state::idle, {});
  EXPECT_EQ(in("idle"), 1);
  move("a", session_state(), {});
  EXPECT_EQ(in("idle"), 0);
}

TEST_F(exporter, counts_an_end_that_two_followers_report_once_and_a_second_turns_end_again) {
  auto const ends = [&] { return read().at(R"(hai_session_ends_total{state="idle",error_code=""})"); };
  move("a", {}, session_state());
  move("a", {}, session_state());
  end_session("a", session_state::idle);
  end_session("a", session_state::idle);
  EXPECT_EQ(ends(), 1);
  move("a", session_state::idle, session_state::running);
  end_session("a", session_state::idle);
  EXPECT_EQ(ends(), 2);
}

TEST_F(exporter, bounds_what_servers_can_make_of_labels) {
  for (int i = 0; i < 100; ++i)
    end_session("s" + std::to_string(i), session_state::failed, "code_" + std::to_string(i));
  end_session("long", session_state::failed, std::string(65, 'x'));
  end_session("odd", session_state::failed, "a\nb");
  end_session("state", session_state("of my own making"), "code_0");
  for (int i = 0; i < 100; ++i) request("/route-" + std::to_string(i), 200);
  for (int i = 100; i < 600; ++i) request("/x", i);
  auto const text = read();
  EXPECT_EQ(text.samples_of("hai_session_ends_total"), 44u);
  EXPECT_EQ(text.at(R"(hai_session_ends_total{state="failed",error_code="other"})"), 75);
  EXPECT_EQ(text.at(R"(hai_session_ends_total{state="other",error_code="code_0"})"), 1);
  EXPECT_LE(text.samples_of("hai_requests_total"), 65u + 65u);
}

TEST_F(exporter, escapes_what_a_label_cannot_hold) {
  end_session("a", session_state::failed, R"(quote " and \ backslash)");
  EXPECT_EQ(read().at(R"(hai_session_ends_total{state="failed",error_code="quote \" and \\ backslash"})"), 1);
}

TEST_F(exporter, adds_up_the_pools_of_the_clients_that_are_there) {
  auto alive = std::make_shared<int>(0);
  for (std::uint64_t idle : {2u, 3u}) {
    observed::client_made made;
    made.stats = [idle, there = std::weak_ptr<int>(alive)]() -> std::optional<client_stats> {
      if (there.expired()) return std::nullopt;
      client_stats figures;
      figures.connections_open = 10;
      figures.connections_idle = idle;
      figures.connections_parked = 4;
      figures.longest_turn = 1500ms;
      figures.turns = 20;
      figures.turns_waited = 3s;
      return figures;
    };
    one.on_client_made(made);
  }
  auto text = read();
  EXPECT_EQ(text.at(R"(hai_connections{state="idle"})"), 5);
  EXPECT_EQ(text.at(R"(hai_connections{state="parked"})"), 8);
  EXPECT_EQ(text.at(R"(hai_connections{state="busy"})"), 7);
  EXPECT_EQ(text.at("hai_longest_turn_seconds"), 1.5);
  EXPECT_EQ(text.at("hai_turns_total"), 40);
  EXPECT_EQ(text.at("hai_turns_waited_seconds_total"), 6);
  alive.reset();
  EXPECT_EQ(read().at(R"(hai_connections{state="idle"})"), 0);
}

}  // namespace
}  // namespace hai::test
