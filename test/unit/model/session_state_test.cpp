#include <gtest/gtest.h>

#include <hai/session_state.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace hai {
namespace {

struct expectation {
  session_state state;
  char const* name;
  bool terminal;
  bool settled;
};

std::vector<expectation> all_states() {
  return {
      {session_state::queued, "queued", false, false},
      {session_state::pending, "pending", false, false},
      {session_state::running, "running", false, false},
      {session_state::paused, "paused", false, false},
      {session_state::idle, "idle", false, true},
      {session_state::awaiting_tool_results, "awaiting_tool_results", false, false},
      {session_state::completed, "completed", true, true},
      {session_state::failed, "failed", true, true},
      {session_state::timed_out, "timed_out", true, true},
      {session_state::interrupted, "interrupted", true, true},
  };
}

TEST(session_state, knows_the_group_of_each_documented_state) {
  for (expectation const& one : all_states()) {
    EXPECT_EQ(one.state.name(), one.name);
    EXPECT_EQ(one.state.is_terminal(), one.terminal) << one.name;
    EXPECT_EQ(one.state.is_settled(), one.settled) << one.name;
    EXPECT_EQ(one.state.is_in_flight(), !one.settled) << one.name;
  }
}

TEST(session_state, is_made_from_its_name) {
  for (expectation const& one : all_states()) EXPECT_EQ(session_state(one.name), one.state);
  EXPECT_NE(session_state::completed, session_state::failed);
}

TEST(session_state, keeps_an_unknown_name_and_counts_as_in_flight) {
  session_state const state("hibernating");
  EXPECT_EQ(state.name(), "hibernating");
  EXPECT_TRUE(state.is_in_flight());
  EXPECT_FALSE(state.is_settled());
  EXPECT_FALSE(state.is_terminal());
  EXPECT_EQ(state, session_state("hibernating"));
  EXPECT_NE(state, session_state("Hibernating"));
  EXPECT_NE(state, session_state());
}

TEST(session_state, is_unknown_and_without_text_by_default) {
  EXPECT_EQ(session_state().name(), "");
  EXPECT_EQ(session_state(), session_state(""));
  EXPECT_TRUE(session_state().is_in_flight());
}

TEST(session_state, does_not_take_a_name_in_another_case_or_with_more_after_it_for_a_known_one) {
  EXPECT_FALSE(session_state("IDLE").is_settled());
  EXPECT_FALSE(session_state("completed ").is_terminal());
  EXPECT_EQ(session_state("completed ").name(), "completed ");
}

TEST(session_state, writes_its_name_to_a_stream) {
  std::ostringstream out;
  out << session_state::timed_out << ' ' << session_state("odd");
  EXPECT_EQ(out.str(), "timed_out odd");
}

TEST(session_state, survives_copy_and_move) {
  session_state original("odd");
  session_state copy = original;
  session_state const moved = std::move(original);
  EXPECT_EQ(copy, moved);
  copy = session_state::idle;
  EXPECT_EQ(copy, session_state::idle);
  EXPECT_EQ(moved.name(), "odd");
}

// Made by a static initialiser of this file, which may run before any of the library's.
session_state const early = session_state::completed;
bool const early_is_terminal = early.is_terminal();

TEST(session_state, constants_can_be_used_by_static_initialisers) {
  EXPECT_TRUE(early_is_terminal);
  EXPECT_EQ(early, session_state::completed);
}

}  // namespace
}  // namespace hai
