#include <gtest/gtest.h>

#include <hai/error.hpp>
#include <hai/observer_group.hpp>
#include <hai/run_result.hpp>
#include <map>
#include <stdexcept>

namespace hai {
namespace {

/// Counts how often each function is called.
class tally final : public observer {
 public:
  void on_client_made(observed::client_made const&) override { ++told["client_made"]; }
  void on_request(observed::request_done const&) override { ++told["request"]; }
  void on_retry(observed::retry const&) override { ++told["retry"]; }
  void on_connection_opened(observed::connection_opened const&) override { ++told["connection_opened"]; }
  void on_connection_closed(observed::connection_closed const&) override { ++told["connection_closed"]; }
  void on_stream_started(observed::stream_started const&) override { ++told["stream_started"]; }
  void on_stream_received(observed::stream_received const&) override { ++told["stream_received"]; }
  void on_stream_lagging(observed::stream_lagging const&) override { ++told["stream_lagging"]; }
  void on_stream_caught_up(observed::stream_caught_up const&) override { ++told["stream_caught_up"]; }
  void on_stream_failing(std::string const&, error const&, std::chrono::milliseconds) override {
    ++told["stream_failing"];
  }
  void on_stream_recovered(std::string const&, std::chrono::milliseconds) override {
    ++told["stream_recovered"];
  }
  void on_stream_ended(observed::stream_ended const&) override { ++told["stream_ended"]; }
  void on_sweep_started(observed::sweep_started const&) override { ++told["sweep_started"]; }
  void on_sweep_looked(observed::sweep_looked const&) override { ++told["sweep_looked"]; }
  void on_sweep_failing(observed::sweep_failing const&) override { ++told["sweep_failing"]; }
  void on_sweep_ended(observed::sweep_ended const&) override { ++told["sweep_ended"]; }
  void on_session_moved(observed::session_moved const&) override { ++told["session_moved"]; }
  void on_session_ended(observed::session_ended const&) override { ++told["session_ended"]; }

  std::map<std::string, int> told;
};

class thrower final : public observer {
 public:
  void on_request(observed::request_done const&) override { throw std::runtime_error("no"); }
};

void tell_everything(observer& who) {
  std::string const id = "s";
  error const why(errc::timed_out, "late");
  run_result const result;
  auto const discovery = observed::sweep_kind::discovery;
  auto const second = std::chrono::milliseconds(1000);
  who.on_client_made({});
  who.on_request({});
  who.on_retry({});
  who.on_connection_opened({});
  who.on_connection_closed({});
  who.on_stream_started({1, id, 0});
  who.on_stream_received({1, id, 2, 2});
  who.on_stream_lagging({1, id, 2});
  who.on_stream_caught_up({1, id, second});
  who.on_stream_failing(id, why, second);
  who.on_stream_recovered(id, second);
  who.on_stream_ended({1, id, observed::stream_ended::how::ended, nullptr, 2});
  who.on_sweep_started({2, discovery});
  who.on_sweep_looked({2, discovery, second, second});
  who.on_sweep_failing({2, discovery, why, second});
  who.on_sweep_ended({2, discovery, nullptr});
  who.on_session_moved({id, std::nullopt, session_state::running});
  who.on_session_ended({id, result});
}

TEST(ObserverGroup, TellsEachMemberEverythingOnce) {
  auto const first = std::make_shared<tally>(), last = std::make_shared<tally>();
  observer_group group({first, nullptr, std::make_shared<thrower>(), last});
  tell_everything(group);
  EXPECT_EQ(first->told.size(), 18u);
  for (auto const& [what, times] : first->told) EXPECT_EQ(times, 1) << what;
  EXPECT_EQ(last->told, first->told);
}

}  // namespace
}  // namespace hai
