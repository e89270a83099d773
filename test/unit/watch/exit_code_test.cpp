#include "watch/exit_code.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace hai::watch {
namespace {

TEST(exit_code, completed_and_idle_are_well) {
  outcome_tally tally;
  tally.ended(session_state::completed);
  tally.ended(session_state::idle);
  EXPECT_EQ(tally.exit_code(), 0);
}

TEST(exit_code, any_other_end_is_1) {
  for (auto const& state : {session_state::failed, session_state::timed_out, session_state::interrupted}) {
    outcome_tally tally;
    tally.ended(session_state::completed);
    tally.ended(state);
    EXPECT_EQ(tally.exit_code(), 1) << state.name();
  }
}

TEST(exit_code, a_session_that_could_not_be_followed_is_3) {
  outcome_tally tally;
  tally.ended(session_state::failed);
  tally.not_followed();
  EXPECT_EQ(tally.exit_code(), 3);
}

TEST(exit_code, a_signal_decides_and_the_first_one_counts) {
  outcome_tally tally;
  tally.not_followed();
  tally.stopped_by(SIGINT);
  tally.stopped_by(SIGTERM);
  EXPECT_EQ(tally.exit_code(), 130);
  outcome_tally terminated;
  terminated.stopped_by(SIGTERM);
  EXPECT_EQ(terminated.exit_code(), 143);
}

}  // namespace
}  // namespace hai::watch
