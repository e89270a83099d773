#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <hai/event.hpp>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "model/event_access.hpp"
#include "model/replies.hpp"
#include "unit/model/payload_files.hpp"

namespace hai {
namespace {

event parse(std::string_view text) { return detail::event_access::parse(0, text); }

std::vector<event> every_kind() {
  return model::read_event_page(test::payload_file("events_every_kind.json"), 0).items;
}

template <class T>
T payload_at(std::size_t index) {
  std::optional<T> payload = every_kind().at(index).get_if<T>();
  if (!payload) throw std::runtime_error("event " + std::to_string(index) + " is of another type");
  return *payload;
}

TEST(payloads, the_file_has_every_alternative_and_visit_agrees_with_get_if) {
  std::set<std::size_t> seen;
  for (event const& one : every_kind()) {
    seen.insert(one.payload().index());
    one.visit([&one]<class T>(T const&) { EXPECT_TRUE(one.get_if<T>()) << one.raw(); });
  }
  EXPECT_EQ(seen.size(), std::variant_size_v<event_payload>);
}

TEST(payloads, get_if_is_empty_for_another_type) {
  event const one = every_kind().at(9);
  EXPECT_EQ(one.kind(), "policy_event");
  EXPECT_TRUE(one.get_if<policy_event>());
  EXPECT_FALSE(one.get_if<observation_event>());
  EXPECT_FALSE(one.get_if<request_start_event>());
  EXPECT_FALSE(one.get_if<unknown_event>());
}

TEST(payloads, life_cycle) {
  EXPECT_EQ(payload_at<request_start_dispatched_event>(1).status, "dispatched");
  EXPECT_EQ(payload_at<delay_agent_start_event>(2).data,
            boost::json::parse(R"({"reason":"warm-up","seconds":3})"));
  EXPECT_EQ(payload_at<runner_session_event>(3).runner_session_id, "rs-004");
  EXPECT_EQ(payload_at<agent_run_status_change_event>(18).status, "paused");
  EXPECT_EQ(payload_at<agent_completion_event>(35).reason, "finished");
  auto const broken = payload_at<agent_error_event>(32);
  EXPECT_EQ(broken.error, "runner vanished");
  EXPECT_EQ(broken.trace, "at 0x1\nat 0x2");
  ASSERT_TRUE(broken.info);
  EXPECT_EQ(broken.info->at("retry"), 2);
}

TEST(payloads, live_view_url_under_its_newer_and_its_older_name) {
  EXPECT_EQ(payload_at<live_view_url_event>(5).live_view_url, "https://live.example/rs-004");
  EXPECT_EQ(payload_at<live_view_url_event>(6).live_view_url, "https://live.example/older");
}

TEST(payloads, active_state_change_with_its_pending_calls) {
  auto const running = payload_at<active_state_change_event>(21);
  EXPECT_EQ(running.state, session_state::running);
  EXPECT_TRUE(running.pending_tool_calls.empty());
  auto const waiting = payload_at<active_state_change_event>(22);
  EXPECT_EQ(waiting.state, session_state::awaiting_tool_results);
  ASSERT_EQ(waiting.pending_tool_calls.size(), 2u);
  EXPECT_EQ(waiting.pending_tool_calls[0].tool_name, "ferry_times");
  EXPECT_EQ(waiting.pending_tool_calls[0].args.at("to"), "Split");
  EXPECT_EQ(waiting.pending_tool_calls[0].id, "req-31");
  EXPECT_EQ(waiting.pending_tool_calls[1].tool_name, "today");
  EXPECT_TRUE(waiting.pending_tool_calls[1].args.empty());
  EXPECT_FALSE(waiting.pending_tool_calls[1].id);
}

TEST(payloads, metrics_update) {
  auto const update = payload_at<metrics_update_event>(16);
  EXPECT_EQ(update.metrics.steps, 4);
  ASSERT_EQ(update.metrics.cost_per_model.size(), 1u);
  EXPECT_EQ(update.metrics.cost_per_model[0].total_cost, 0.003051);
}

TEST(payloads, files) {
  auto const upload = payload_at<file_transfer_event>(24);
  EXPECT_EQ(upload.direction, "upload");
  EXPECT_EQ(upload.path, "~/Downloads/table.csv");
  EXPECT_FALSE(upload.size_bytes);
  EXPECT_EQ(payload_at<file_transfer_event>(25).size_bytes, 91733);
  auto const attachment = payload_at<attachment_event>(26);
  EXPECT_EQ(attachment.origin, "agent");
  EXPECT_EQ(attachment.name, "plan.pdf");
  EXPECT_EQ(attachment.path, "~/Downloads/plan.pdf");
  EXPECT_EQ(attachment.media_type, "application/pdf");
  EXPECT_EQ(attachment.size_bytes, 91733);
  EXPECT_EQ(attachment.url, "https://agents.example/files/plan.pdf");
}

TEST(payloads, chat_message_is_kept_as_it_came) {
  EXPECT_EQ(payload_at<chat_message_event>(27).data.at("text"), "Nearly there.");
}

TEST(payloads, message_of_text_and_images) {
  auto const message = payload_at<message_event>(7);
  EXPECT_EQ(message.caller_id, "user");
  ASSERT_EQ(message.content.size(), 3u);
  EXPECT_EQ(std::get<std::string>(message.content[0]), "When is the last ferry?");
  auto const& inline_image = std::get<image_content>(message.content[1]);
  EXPECT_EQ(inline_image.type, "base64");
  EXPECT_EQ(inline_image.media_type, "image/png");
  EXPECT_TRUE(inline_image.source.starts_with("iVBORw0KGgo"));
  auto const& linked = std::get<image_content>(message.content[2]);
  EXPECT_EQ(linked.type, "url");
  EXPECT_EQ(linked.source, "https://pics.example/map.jpg");
  EXPECT_FALSE(linked.media_type);
}

TEST(payloads, policy) {
  auto const acting = payload_at<policy_event>(9);
  EXPECT_EQ(acting.reasoning_content, "The table has a summer tab.");
  EXPECT_FALSE(acting.content);
  ASSERT_EQ(acting.tool_reqs.size(), 2u);
  EXPECT_EQ(acting.tool_reqs[0].tool_name, "click");
  EXPECT_EQ(acting.tool_reqs[0].args.at("y"), -3);
  EXPECT_TRUE(acting.tool_reqs[1].args.empty());
  auto const talking = payload_at<policy_event>(13);
  EXPECT_EQ(talking.content, "Once more.");
  ASSERT_EQ(talking.validation_errors.size(), 1u);
  EXPECT_EQ(talking.validation_errors[0], "y: must not be negative");
}

TEST(payloads, tool_result) {
  auto const cut = payload_at<tool_result_event>(10);
  EXPECT_EQ(cut.tool_req.id, "req-12");
  EXPECT_EQ(boost::json::serialize(cut.result), R"({"clicked":true,"path":["body","table",4]})");
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.output_artifact_path, "/home/agent/out.json");
  auto const whole = payload_at<tool_result_event>(23);
  EXPECT_EQ(whole.result, "20:15");
  EXPECT_FALSE(whole.truncated);
  EXPECT_FALSE(whole.output_artifact_path);
}

TEST(payloads, answer_as_text_and_as_object) {
  EXPECT_EQ(payload_at<answer_event>(29).answer, "The last one leaves at 20:15.");
  EXPECT_EQ(payload_at<answer_event>(29).outcome, "partial");
  EXPECT_EQ(payload_at<answer_event>(30).answer.at("leaves"), "20:15");
  EXPECT_FALSE(payload_at<answer_event>(30).outcome);
}

TEST(payloads, error_with_and_without_the_call_that_failed) {
  auto const of_call = payload_at<error_event>(14);
  EXPECT_EQ(of_call.error, "no such element");
  EXPECT_EQ(of_call.origin, "browser");
  ASSERT_TRUE(of_call.tool_req);
  EXPECT_EQ(of_call.tool_req->tool_name, "click");
  EXPECT_FALSE(payload_at<error_event>(15).tool_req);
}

TEST(payloads, flow) {
  EXPECT_EQ(payload_at<flow_event>(28).flow, "force_answer");
  EXPECT_EQ(payload_at<flow_event>(28).origin, "user");
}

TEST(payloads, observation_of_a_page_as_a_picture) {
  auto const seen = payload_at<observation_event>(8);
  EXPECT_EQ(seen.type, "web");
  EXPECT_FALSE(seen.text);
  ASSERT_TRUE(seen.image);
  EXPECT_EQ(seen.image->type, "url");
  EXPECT_FALSE(seen.textual_web());
  std::optional<web_observation> const page = seen.web();
  ASSERT_TRUE(page);
  EXPECT_EQ(page->url, "https://ferries.example/lines?from=Hvar");
  EXPECT_EQ(page->title, "Ferries \xe2\x80\x94 Dalmatia");
  EXPECT_TRUE(page->text.starts_with("# Lines\n"));
  EXPECT_EQ(page->tabs, std::vector<std::string>{"main"});
  EXPECT_EQ(page->current_tab, "main");
  EXPECT_EQ(page->viewport_size, std::pair(std::int64_t{1280}, std::int64_t{960}));
  EXPECT_EQ(page->page_size, std::pair(std::int64_t{1280}, std::int64_t{5120}));
  EXPECT_EQ(page->scroll_position, std::pair(std::int64_t{0}, std::int64_t{640}));
  EXPECT_FALSE(page->cursor_position);
}

TEST(payloads, observation_of_a_page_as_text) {
  auto const seen = payload_at<observation_event>(11);
  EXPECT_EQ(seen.text, "(chunk)");
  EXPECT_FALSE(seen.image);
  EXPECT_FALSE(seen.web());
  std::optional<textual_web_observation> const page = seen.textual_web();
  ASSERT_TRUE(page);
  EXPECT_EQ(page->url, "https://ferries.example/text");
  EXPECT_EQ(page->title, "Timetable");
  EXPECT_EQ(page->tabs.size(), 2u);
  EXPECT_EQ(page->current_tab, "b");
  EXPECT_EQ(page->mode, "html");
  EXPECT_EQ(page->page_markdown, "");
  EXPECT_NE(page->page_html.find("07:45"), std::string::npos);
  EXPECT_EQ(page->text_offset, 12000);
  EXPECT_EQ(page->chunk_size, 6000);
  EXPECT_EQ(page->chunk_number, 3);
  EXPECT_EQ(page->total_chunks, 7);
}

TEST(payloads, observation_of_another_type_keeps_its_metadata_and_an_inline_image) {
  auto const seen = payload_at<observation_event>(12);
  EXPECT_EQ(seen.type, "desktop");
  EXPECT_EQ(seen.text, "terminal");
  EXPECT_EQ(seen.image->type, "base64");
  EXPECT_EQ(seen.metadata.at("window"), "xterm");
  EXPECT_FALSE(seen.web());
  EXPECT_FALSE(seen.textual_web());
}

TEST(payloads, an_unknown_type_and_an_unknown_kind_are_kept_whole) {
  auto const wave = payload_at<unknown_event>(33);
  EXPECT_EQ(wave.type, "TidalWaveEvent");
  EXPECT_EQ(wave.kind, "");
  EXPECT_EQ(wave.data.at("name"), "b\xc5\x8dra");
  auto const dream = payload_at<unknown_event>(34);
  EXPECT_EQ(dream.type, "AgentEvent");
  EXPECT_EQ(dream.kind, "dream_event");
  EXPECT_EQ(dream.data.at("count"), 18446744073709551615u);
}

TEST(payloads, fields_of_another_type_than_documented_count_as_absent) {
  auto const policy = parse(R"({"type":"AgentEvent","data":{"kind":"policy_event","reasoning_content":["x"],
      "content":5,"tool_reqs":[7,{"tool_name":8,"args":[1],"id":9}],"validation_errors":[1,"two"]}})")
                          .get_if<policy_event>();
  ASSERT_TRUE(policy);
  EXPECT_FALSE(policy->reasoning_content);
  EXPECT_FALSE(policy->content);
  ASSERT_EQ(policy->tool_reqs.size(), 1u);
  EXPECT_EQ(policy->tool_reqs[0].tool_name, "");
  EXPECT_FALSE(policy->tool_reqs[0].id);
  EXPECT_EQ(policy->validation_errors, std::vector<std::string>{"two"});
}

TEST(payloads, data_that_is_no_object_gives_a_payload_without_fields) {
  for (char const* data : {"null", "[]", "\"text\"", "12"}) {
    event const one = parse(std::string(R"({"type":"MetricsUpdateEvent","data":)") + data + "}");
    ASSERT_TRUE(one.get_if<metrics_update_event>()) << data;
    EXPECT_EQ(one.get_if<metrics_update_event>()->metrics.steps, 0);
  }
}

TEST(payloads, a_message_with_one_text_instead_of_a_list) {
  auto const message = parse(R"({"type":"AgentEvent","data":{"kind":"message_event","content":"hello"}})")
                           .get_if<message_event>();
  ASSERT_TRUE(message);
  ASSERT_EQ(message->content.size(), 1u);
  EXPECT_EQ(std::get<std::string>(message->content[0]), "hello");
}

TEST(payloads, an_older_shape_of_a_policy_event_is_tolerated) {
  event const one =
      parse(R"({"type":"AgentEvent","data":{"kind":"policy_event","message":{"content":"old"}}})");
  ASSERT_TRUE(one.get_if<policy_event>());
  EXPECT_TRUE(one.get_if<policy_event>()->tool_reqs.empty());
}

}  // namespace
}  // namespace hai
