// What the observer is told of sweeps, and of the sessions that they see.

#include <gtest/gtest.h>

#include <hai/observer.hpp>

#include "monitor/state_sights.hpp"
#include "monitor/sweep_record.hpp"

namespace hai::detail {
namespace {

std::string in_words(std::optional<session_state> const& state) {
  if (!state) return "nothing";
  return state->name().empty() ? "unknown" : std::string(state->name());
}

class diary final : public observer {
 public:
  void on_sweep_started(observed::sweep_started const& what) override { add("start", what.sweep); }
  void on_sweep_looked(observed::sweep_looked const& what) override { add("looked", what.sweep); }
  void on_sweep_failing(observed::sweep_failing const& what) override { add(what.why.what(), what.sweep); }
  void on_sweep_ended(observed::sweep_ended const& what) override {
    add(what.failure ? std::string("failed: ") + what.failure->what() : "end", what.sweep);
  }
  void on_session_moved(observed::session_moved const& what) override {
    lines.push_back(what.session_id + ": " + in_words(what.from) + " to " + in_words(what.to));
  }
  void on_session_ended(observed::session_ended const& what) override {
    lines.push_back(what.session_id + " ended " + in_words(what.result.state));
  }
  std::vector<std::string> taken() { return std::exchange(lines, {}); }

 private:
  void add(std::string const& what, std::uint64_t sweep) {
    lines.push_back(what + " " + std::to_string(sweep));
  }
  std::vector<std::string> lines;
};

using lines = std::vector<std::string>;

class told_by_sweeps : public testing::Test {
 protected:
  static std::shared_ptr<state_feed> feed_of(char const* id) {
    return std::make_shared<state_feed>(std::weak_ptr<feed_listener>(),
                                        std::make_shared<std::string const>(id), std::nullopt);
  }
  std::shared_ptr<diary> book = std::make_shared<diary>();
  http::witness watching{book};
};

TEST_F(told_by_sweeps, each_run_has_one_beginning_and_one_end) {
  {
    sweep_record run(watching, 7, observed::sweep_kind::states);
    run.stop();
    EXPECT_EQ(book->taken(), lines());
    run.start();
    run.start();
    run.looked(std::chrono::seconds(1), {});
    run.failing(error(errc::timed_out, "late"), std::chrono::seconds(1));
    run.failed(error(errc::not_found, "gone"));
    run.stop();
    run.stop();
    EXPECT_EQ(book->taken(), (lines{"start 7", "looked 7", "late 7", "failed: gone 7"}));
    run.start();
  }
  EXPECT_EQ(book->taken(), (lines{"start 7", "end 7"})) << "the failure was that of the run before";
}

TEST_F(told_by_sweeps, sessions_are_followed_from_nothing_to_nothing) {
  auto const a = feed_of("a"), b = feed_of("b");
  a->see(session_state::running, net::time_point() + std::chrono::seconds(1), {});
  state_sights sights(watching);
  sights.follow({a});
  EXPECT_EQ(book->taken(), (lines{"a: nothing to unknown", "a: unknown to running"}));
  sights.follow({a, b});
  EXPECT_EQ(book->taken(), lines{"b: nothing to unknown"});
  sights.refresh(*a);
  EXPECT_EQ(book->taken(), lines()) << "nothing has changed";
  sights.follow({b});
  EXPECT_EQ(book->taken(), lines{"a: running to nothing"});
  sights.refresh(*a);
  sights.ended(*a, run_result());
  EXPECT_EQ(book->taken(), lines()) << "it is not followed";
  run_result result;
  result.state = session_state::failed;
  sights.ended(*b, result);
  EXPECT_EQ(book->taken(), (lines{"b: unknown to failed", "b ended failed", "b: failed to nothing"}));
}

TEST_F(told_by_sweeps, what_is_not_followed_any_more_is_told_once) {
  auto const a = feed_of("a"), b = feed_of("b");
  state_sights sights(watching);
  sights.follow({a, b});
  book->taken();
  sights.lose(*a);
  EXPECT_EQ(book->taken(), lines{"a: unknown to nothing"});
  sights.lose_all();
  EXPECT_EQ(book->taken(), lines{"b: unknown to nothing"});
}

TEST_F(told_by_sweeps, without_an_observer_nothing_is_kept) {
  state_sights sights{http::witness()};
  auto const a = feed_of("a");
  sights.follow({a});
  sights.refresh(*a);
  EXPECT_EQ(book->taken(), lines());
}

}  // namespace
}  // namespace hai::detail
