#include "session/session_end.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

TEST(SessionEnd, is_what_the_status_says) {
  session_status status;
  status.state = session_state::failed;
  status.error = "browser lost";
  status.error_code = "environment_error";
  status.outcome = "blocked";
  run_result const end = end_of(status);
  EXPECT_EQ(end.state, session_state::failed);
  EXPECT_EQ(end.error, "browser lost");
  EXPECT_EQ(end.error_code, "environment_error");
  EXPECT_EQ(end.outcome, "blocked");
}

TEST(SessionEnd, is_bad_unless_the_session_completed_or_waits) {
  EXPECT_FALSE(ended_badly(session_state::completed));
  EXPECT_FALSE(ended_badly(session_state::idle));
  for (auto const& each : {session_state::failed, session_state::timed_out, session_state::interrupted})
    EXPECT_TRUE(ended_badly(each)) << each.name();
}

}  // namespace
}  // namespace hai::detail
