#include "model/replies.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string>

#include "model/bad_document.hpp"
#include "unit/model/payload_files.hpp"

namespace hai::model {
namespace {

using test::payload_file;

std::chrono::sys_time<std::chrono::microseconds> at(std::int64_t micros) {
  return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(micros));
}

template <class Read>
std::optional<bad_document::fault> fault_of(Read read) {
  try {
    read();
  } catch (bad_document const& bad) {
    return bad.reason();
  }
  return std::nullopt;
}

TEST(replies, changes_have_the_snapshot_and_the_events) {
  session_changes const changes = read_changes(payload_file("changes_working.json"), 17);
  EXPECT_EQ(changes.state, session_state::running);
  EXPECT_EQ(changes.started_at, at(1790834403000000));
  EXPECT_FALSE(changes.finished_at);
  EXPECT_FALSE(changes.error);
  EXPECT_FALSE(changes.error_code);
  EXPECT_FALSE(changes.outcome);
  EXPECT_TRUE(changes.answer.is_null());
  ASSERT_EQ(changes.new_events.size(), 8u);
  EXPECT_EQ(changes.new_events.front().index(), 17u);
  EXPECT_EQ(changes.new_events.front().type(), "AgentStartedEvent");
  EXPECT_EQ(changes.new_events.back().index(), 24u);
  EXPECT_EQ(changes.new_events.back().kind(), "observation_event");
  EXPECT_EQ(changes.metrics.steps, 4);
  ASSERT_EQ(changes.metrics.cost_per_model.size(), 1u);
  EXPECT_EQ(changes.metrics.cost_per_model[0].name, "holo-test-9b");
  EXPECT_EQ(changes.metrics.cost_per_model[0].input_tokens, 8231);
  EXPECT_EQ(changes.metrics.cost_per_model[0].output_tokens, 544);
  EXPECT_EQ(changes.metrics.cost_per_model[0].reasoning_tokens, 77);
  EXPECT_EQ(changes.metrics.cost_per_model[0].reasoning_cost, 1.1e-05);
  EXPECT_EQ(changes.metrics.total_cost, 0.003051);
}

TEST(replies, changes_begin_where_the_server_says) {
  auto const first = [](std::string const& member) {
    return read_changes(R"({"status":"running","new_events":[{"type":"A"}])" + member + "}", 7)
        .new_events.front()
        .index();
  };
  EXPECT_EQ(first(R"(,"first_index":12)"), 12u);
  EXPECT_EQ(first(R"(,"first_index":3)"), 3u);
  for (auto const* unsaid : {"", R"(,"first_index":null)", R"(,"first_index":-1)", R"(,"first_index":"12")"})
    EXPECT_EQ(first(unsaid), 7u) << unsaid;
}

TEST(replies, changes_may_come_in_any_order_and_with_an_object_as_answer) {
  session_changes const changes = read_changes(payload_file("changes_finished.json"), 0);
  EXPECT_EQ(changes.state, session_state::completed);
  EXPECT_EQ(changes.outcome, "success");
  EXPECT_EQ(changes.finished_at, at(1790834443750000));
  EXPECT_EQ(boost::json::serialize(changes.answer), R"({"leaves":"20:15","stops":["Stari Grad","Milna"]})");
  EXPECT_EQ(changes.new_events.size(), 3u);
}

TEST(replies, changes_tell_why_a_session_failed_where_the_server_does) {
  session_changes const changes = read_changes(payload_file("changes_failed.json"), 0);
  EXPECT_EQ(changes.state, session_state::failed);
  EXPECT_EQ(changes.error, "could not start a browser");
  EXPECT_EQ(changes.error_code, "environment_error");
  EXPECT_EQ(changes.outcome, "blocked");
  EXPECT_TRUE(changes.new_events.empty());
}

TEST(replies, changes_need_nothing_but_their_status) {
  session_changes const changes = read_changes(payload_file("changes_bare.json"), 5);
  EXPECT_EQ(changes.state, session_state::pending);
  EXPECT_TRUE(changes.new_events.empty());
  EXPECT_TRUE(changes.answer.is_null());
  EXPECT_EQ(changes.metrics.steps, 0);
}

TEST(replies, a_model_without_price_has_no_costs_and_may_lack_reasoning_tokens) {
  session_changes const changes = read_changes(payload_file("changes_unpriced.json"), 0);
  ASSERT_EQ(changes.metrics.cost_per_model.size(), 1u);
  EXPECT_EQ(changes.metrics.cost_per_model[0].reasoning_tokens, 0);
  EXPECT_FALSE(changes.metrics.cost_per_model[0].total_cost);
  EXPECT_FALSE(changes.metrics.input_cost);
}

TEST(replies, an_answer_as_json_text_stays_text_until_asked) {
  session_changes const changes = read_changes(payload_file("changes_unpriced.json"), 0);
  ASSERT_TRUE(changes.answer.is_string());
  EXPECT_EQ(boost::json::serialize(answer_value(changes.answer)), "[1,2,3]");
  EXPECT_EQ(answer_value("just words"), boost::json::value("just words"));
  EXPECT_EQ(answer_value(12), boost::json::value(12));
}

TEST(replies, any_json_may_be_an_answer) {
  EXPECT_EQ(read_changes(R"({"status":"idle","answer":[true,{}]})", 0).answer,
            boost::json::parse("[true,{}]"));
  EXPECT_EQ(read_changes(R"({"status":"idle","answer":0})", 0).answer, boost::json::value(0));
  EXPECT_EQ(read_changes("{\"status\":\"idle\",\"answer\":\"\\u00fc\xc3\xbc\\n\"}", 0).answer,
            boost::json::value("\xc3\xbc\xc3\xbc\n"));
}

TEST(replies, a_member_of_another_type_than_documented_is_absent) {
  session_changes const changes = read_changes(
      R"({"status":"running","error":{"a":1},"error_code":3,"outcome":[],"started_at":5,"finished_at":"soon",
          "metrics":"none","new_events":"none"})",
      0);
  EXPECT_EQ(changes.state, session_state::running);
  EXPECT_FALSE(changes.error);
  EXPECT_FALSE(changes.error_code);
  EXPECT_FALSE(changes.outcome);
  EXPECT_FALSE(changes.started_at);
  EXPECT_FALSE(changes.finished_at);
  EXPECT_TRUE(changes.new_events.empty());
}

TEST(replies, numbers_out_of_range_do_not_fail_a_reply) {
  session_changes const changes = read_changes(
      R"({"status":"running","metrics":{"steps":1e400,"total_cost":123456789012345678901234567890,
          "cost_per_model":[{"name":"m","input_tokens":18446744073709551615,"output_tokens":7.0},5]}})",
      0);
  EXPECT_EQ(changes.metrics.steps, 0);
  ASSERT_TRUE(changes.metrics.total_cost);
  EXPECT_NEAR(*changes.metrics.total_cost, 1.2345678901234568e29, 1e14);
  ASSERT_EQ(changes.metrics.cost_per_model.size(), 1u);
  EXPECT_EQ(changes.metrics.cost_per_model[0].input_tokens, 0);
  EXPECT_EQ(changes.metrics.cost_per_model[0].output_tokens, 7);
}

TEST(replies, unknown_enum_values_are_kept) {
  session_changes const changes = read_changes(
      R"({"status":"h\u0069bernating","error_code":"cosmic_ray","outcome":"splendid","new_events":null})", 0);
  EXPECT_EQ(changes.state.name(), "hibernating");
  EXPECT_EQ(changes.error_code, "cosmic_ray");
  EXPECT_EQ(changes.outcome, "splendid");
}

TEST(replies, status_decodes) {
  session_status const status = read_status(payload_file("status_running.json"));
  EXPECT_EQ(status.state, session_state::running);
  EXPECT_EQ(status.steps, 4);
  ASSERT_EQ(status.usage_per_model.size(), 1u);
  EXPECT_EQ(status.usage_per_model[0].name, "holo-test-9b");
  EXPECT_EQ(status.usage_per_model[0].input_tokens, 8231);
  EXPECT_EQ(status.usage_per_model[0].output_tokens, 544);
  EXPECT_EQ(status.usage_per_model[0].reasoning_tokens, 77);
  ASSERT_EQ(status.subagent_session_ids.size(), 1u);
  EXPECT_EQ(status.subagent_session_ids[0], "1c1c1c1c-aaaa-4bbb-8ccc-dddddddddddd");
  EXPECT_FALSE(status.error);

  session_status const failed = read_status(payload_file("status_failed.json"));
  EXPECT_EQ(failed.state, session_state::timed_out);
  EXPECT_EQ(failed.error, "out of time");
  EXPECT_EQ(failed.error_code, "timeout");
  EXPECT_EQ(failed.outcome, "infeasible");

  EXPECT_EQ(read_status(payload_file("status_bare.json")).state, session_state::queued);
}

TEST(replies, session_decodes_and_its_state_is_that_of_its_status) {
  session_resource const session = read_session(payload_file("session.json"));
  EXPECT_EQ(session.id, "7be1f3a2-90cd-4e18-a5b7-1f2e3d4c5b6a");
  EXPECT_EQ(session.state, session_state::idle);
  EXPECT_EQ(session.status.state, session_state::idle);
  EXPECT_EQ(session.status.steps, 4);
  EXPECT_EQ(session.status.outcome, "success");
  EXPECT_EQ(session.request.at("agent").at("name"), "h/ferry-finder");
  EXPECT_EQ(session.agent_view_url, "https://agents.example/agent-view/" + session.id);
  EXPECT_EQ(boost::json::serialize(session.latest_answer), R"(["20:15",null])");
  EXPECT_EQ(session.created_at, at(1790834400000001));
  EXPECT_TRUE(session.started_at);
  EXPECT_FALSE(session.finished_at);
}

TEST(replies, page_of_sessions_decodes) {
  page<session_summary> const found = read_session_page(payload_file("sessions_page.json"));
  EXPECT_EQ(found.total, 41);
  EXPECT_EQ(found.page, 3);
  ASSERT_EQ(found.items.size(), 2u);
  session_summary const& first = found.items[0];
  EXPECT_EQ(first.id, "7be1f3a2-90cd-4e18-a5b7-1f2e3d4c5b6a");
  EXPECT_EQ(first.state, session_state::running);
  EXPECT_EQ(first.agent, "h/ferry-finder");
  EXPECT_EQ(first.first_message.at("message"), "When is the last ferry?");
  EXPECT_EQ(first.created_at, at(1790834400000000));
  EXPECT_EQ(first.last_activity_at, at(1790834409000000));
  EXPECT_FALSE(first.anonymized_at);
  EXPECT_EQ(found.items[1].state.name(), "hibernating");
  EXPECT_FALSE(found.items[1].agent);
  EXPECT_TRUE(found.items[1].first_message.is_null());
  EXPECT_TRUE(read_session_page(payload_file("sessions_page_empty.json")).items.empty());
}

TEST(replies, page_of_events_is_numbered_from_where_the_caller_says_or_not_at_all) {
  std::string const body = payload_file("events_every_kind.json");
  page<event> const found = read_event_page(body, 100);
  EXPECT_EQ(found.total, 36);
  EXPECT_EQ(found.page, 1);
  ASSERT_EQ(found.items.size(), 36u);
  EXPECT_EQ(found.items[35].index(), 135u);
  EXPECT_EQ(read_event_page(body, event::no_index).items[35].index(), event::no_index);
}

TEST(replies, a_share_url_is_a_text_that_must_be_there) {
  EXPECT_EQ(read_share_url(R"({"share_url":"https://example.com/s"})"), "https://example.com/s");
  for (auto const* const body : {"{}", R"({"share_url":""})", R"({"share_url":7})"})
    EXPECT_EQ(fault_of([&] { read_share_url(body); }), bad_document::fault::shape) << body;
}

TEST(replies, quota_decodes) {
  quota_status const quota = read_quota(payload_file("quota.json"));
  EXPECT_EQ(quota.scope, "user");
  EXPECT_EQ(quota.limit, 3);
  EXPECT_EQ(quota.active, 2);
  EXPECT_EQ(quota.available, 1);
}

TEST(replies, a_missing_or_wrong_status_is_a_fault_of_shape) {
  using fault = bad_document::fault;
  EXPECT_EQ(fault_of([] { read_changes("{}", 0); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_changes(R"({"status":null})", 0); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_changes(R"({"status":{"status":"idle"}})", 0); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_status(R"({"steps":1})"); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_session(R"({"id":"x","status":"idle"})"); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_session(R"({"id":"x","status":{}})"); }), fault::shape);
}

TEST(replies, a_body_that_is_no_object_is_a_fault_of_shape_and_one_that_is_no_json_of_syntax) {
  using fault = bad_document::fault;
  EXPECT_EQ(fault_of([] { read_changes("[]", 0); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_status("\"idle\""); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_quota("null"); }), fault::shape);
  EXPECT_EQ(fault_of([] { read_changes("", 0); }), fault::syntax);
  EXPECT_EQ(fault_of([] { read_changes("<html>", 0); }), fault::syntax);
  EXPECT_EQ(fault_of([] { read_status(R"({"status":"idle")"); }), fault::syntax);
  EXPECT_EQ(fault_of([] { read_session_page("nope"); }), fault::syntax);
}

TEST(replies, broken_unicode_beside_the_events_is_mended_and_the_events_are_delivered) {
  session_changes const changes = read_changes(
      R"({"status":"running","answer":{"text":"a\ud800b","whole":"\ud83d\ude00"},"error":"x\udc00)"
      "\xff"
      R"(","new_events":[{"type":"T","data":"\ud800"}]})",
      3);
  ASSERT_EQ(changes.new_events.size(), 1u);
  EXPECT_EQ(changes.new_events[0].raw(), R"({"type":"T","data":"\ud800"})");
  EXPECT_EQ(changes.answer.at("text").as_string(),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(changes.answer.at("whole").as_string(), "\xf0\x9f\x98\x80");
  EXPECT_EQ(changes.error, "x\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(replies, broken_unicode_in_a_status_is_mended) {
  EXPECT_EQ(read_status(R"({"status":"failed","error":"\uDEAD\ud83dx"})").error, "\xef\xbf\xbd\xef\xbf\xbdx");
}

TEST(replies, what_mending_does_not_heal_is_refused) {
  using fault = bad_document::fault;
  EXPECT_EQ(fault_of([] { read_changes(R"({"status":"running","answer":nope,"new_events":[]})", 0); }),
            fault::syntax);
  EXPECT_EQ(fault_of([] { read_changes(R"({"status":"running","answer":"\u12","new_events":[]})", 0); }),
            fault::syntax);
  EXPECT_EQ(
      fault_of([] { read_changes("{\"status\":\"running\",\"answer\":\"a\nb\",\"new_events\":[]}", 0); }),
      fault::syntax);
}

TEST(replies, a_total_that_no_list_has_is_bounded) {
  EXPECT_EQ(read_session_page(R"({"items":[],"total":9223372036854775807})").total, std::int64_t{1} << 53);
  EXPECT_EQ(read_session_page(R"({"items":[],"total":-9223372036854775808})").total, 0);
  EXPECT_EQ(read_event_page(R"({"items":[],"total":9223372036854775807})", 0).total, std::int64_t{1} << 53);
  EXPECT_EQ(read_event_page(R"({"items":[],"total":-1})", 0).total, 0);
}

}  // namespace
}  // namespace hai::model
