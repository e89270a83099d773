// What an agent waits for, and what of it has been answered.

#include "session/tool_ledger.hpp"

#include <gtest/gtest.h>

namespace hai::detail {
namespace {

tool_request call(std::string name, std::optional<std::string> id = std::nullopt,
                  boost::json::object args = {}) {
  return tool_request(std::move(name), std::move(args), std::move(id));
}

active_state_change_event waits_for(std::vector<tool_request> calls) {
  active_state_change_event change;
  change.state = session_state::awaiting_tool_results;
  change.pending_tool_calls = std::move(calls);
  return change;
}

active_state_change_event becomes(session_state state) {
  active_state_change_event change;
  change.state = state;
  return change;
}

std::vector<std::string> names(std::vector<tool_request> const& calls) {
  std::vector<std::string> all;
  for (auto const& each : calls) all.push_back(each.tool_name);
  return all;
}

using texts = std::vector<std::string>;

TEST(tool_ledger, takes_the_latest_list) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("old", "1")}));
  ledger.on_change(waits_for({call("a", "2"), call("b", "3")}));
  EXPECT_EQ(names(ledger.take_fresh()), (texts{"a", "b"}));
}

TEST(tool_ledger, is_empty_after_a_change_to_another_state) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a", "1")}));
  ledger.on_change(becomes(session_state::running));
  EXPECT_FALSE(ledger.has_fresh());
  EXPECT_TRUE(ledger.pending().empty());
}

TEST(tool_ledger, knows_a_call_by_its_id) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a", "1"), call("a", "2")}));
  EXPECT_EQ(ledger.take_fresh().size(), 2u);
  ledger.on_change(waits_for({call("a", "2"), call("a", "3")}));
  auto const fresh = ledger.take_fresh();
  ASSERT_EQ(fresh.size(), 1u);
  EXPECT_EQ(fresh[0].id, "3");
}

TEST(tool_ledger, does_not_take_an_answered_id_again_while_lists_still_show_it) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a", "1"), call("b", "2")}));
  for (auto const& each : ledger.take_fresh()) ledger.mark_sent(each);
  ledger.on_change(waits_for({call("a", "1", {{"later", true}})}));
  EXPECT_FALSE(ledger.has_fresh());
}

TEST(tool_ledger, takes_an_id_again_that_a_later_step_uses_anew) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a", "xml_0")}));
  for (auto const& each : ledger.take_fresh()) ledger.mark_sent(each);
  ledger.on_change(becomes(session_state::running));
  ledger.on_change(waits_for({call("a", "xml_0")}));
  EXPECT_TRUE(ledger.has_fresh());
}

TEST(tool_ledger, takes_another_call_of_a_running_id_in_a_later_step_and_drops_the_result_of_the_first) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("slow", "xml_0")}));
  auto const first = ledger.take_fresh();
  ledger.on_change(becomes(session_state::running));
  ledger.on_change(waits_for({call("other", "xml_0")}));
  auto const second = ledger.take_fresh();
  EXPECT_EQ(names(second), texts{"other"});
  EXPECT_FALSE(ledger.may_be_sent(first[0]));
  ledger.mark_sent(first[0]);
  EXPECT_FALSE(ledger.has_fresh()) << "the second runs";
  EXPECT_TRUE(ledger.may_be_sent(second[0]));
  ledger.mark_sent(second[0]);
  EXPECT_FALSE(ledger.has_fresh());
}

TEST(tool_ledger, does_not_take_a_call_with_an_id_again_while_it_runs) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("slow", "1")}));
  auto const taken = ledger.take_fresh();
  ledger.on_change(becomes(session_state::running));
  ledger.on_change(waits_for({call("slow", "1")}));
  EXPECT_FALSE(ledger.has_fresh());
  EXPECT_TRUE(ledger.may_be_sent(taken[0]));
}

TEST(tool_ledger, knows_a_call_without_id_by_name_and_arguments) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a", {}, {{"x", 1}, {"y", 2}}), call("a", {}, {{"x", 2}})}));
  EXPECT_EQ(ledger.take_fresh().size(), 2u);
  ledger.on_change(waits_for({call("a", {}, {{"y", 2}, {"x", 1}})}));
  EXPECT_FALSE(ledger.has_fresh());
}

TEST(tool_ledger, takes_a_call_once_that_a_list_has_twice) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a"), call("a"), call("b", "1"), call("b", "1")}));
  EXPECT_EQ(names(ledger.take_fresh()), (texts{"a", "b"}));
}

TEST(tool_ledger, skips_an_answered_call_without_id_while_lists_still_show_it) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("a"), call("b")}));
  for (auto const& each : ledger.take_fresh()) ledger.mark_sent(each);
  ledger.on_change(waits_for({call("a")}));
  EXPECT_FALSE(ledger.has_fresh());
}

TEST(tool_ledger, takes_the_same_call_without_id_when_it_is_asked_again_later) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("now")}));
  for (auto const& each : ledger.take_fresh()) ledger.mark_sent(each);
  ledger.on_change(becomes(session_state::running));
  ledger.on_change(waits_for({call("now")}));
  EXPECT_TRUE(ledger.has_fresh());
}

TEST(tool_ledger, takes_a_call_without_id_that_is_asked_again_before_the_reply_to_its_result) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("now")}));
  for (auto const& each : ledger.take_fresh()) ledger.mark_sent(each);
  ledger.on_change(becomes(session_state::running));
  ledger.on_change(waits_for({call("now")}));
  ledger.take_fresh();
  ledger.on_change(becomes(session_state::running));
  ledger.on_change(waits_for({call("now")}));
  EXPECT_FALSE(ledger.has_fresh()) << "it runs, and was not sent";
}

TEST(tool_ledger, does_not_take_a_call_again_while_it_runs) {
  tool_ledger ledger;
  ledger.on_change(waits_for({call("slow")}));
  ledger.take_fresh();
  ledger.on_change(becomes(session_state::paused));
  ledger.on_change(waits_for({call("slow")}));
  EXPECT_FALSE(ledger.has_fresh());
}

}  // namespace
}  // namespace hai::detail
