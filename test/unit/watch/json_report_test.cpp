#include "watch/json_report.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "model/event_access.hpp"

namespace hai::watch {
namespace {

std::string event_line(std::string_view session, std::uint64_t index, std::string_view raw) {
  std::string out;
  append_json_event(out, session, index, raw);
  return out;
}

run_result completed() {
  run_result result;
  result.state = session_state::completed;
  result.next_index = 12;
  return result;
}

TEST(json_report, an_event_is_printed_byte_for_byte) {
  EXPECT_EQ(
      event_line("s", 7, R"({"type": "X",  "n": 1.0e+400, "u": "\u00e9é\/", "x": 1, "x": 2})"),
      R"({"session":"s","index":7,"event":{"type": "X",  "n": 1.0e+400, "u": "\u00e9é\/", "x": 1, "x": 2}})"
      "\n");
}

TEST(json_report, line_breaks_and_tabs_between_tokens_are_left_out) {
  EXPECT_EQ(event_line("s", 0, "{\r\n\t\"a\" :\n[1,\t2],\n\"t\":\"\\n\\t\"}"),
            "{\"session\":\"s\",\"index\":0,\"event\":{\"a\" :[1,2],\"t\":\"\\n\\t\"}}\n");
}

TEST(json_report, an_id_is_escaped) {
  EXPECT_EQ(event_line("a\"b\\c\n", 0, "1"), "{\"session\":\"a\\\"b\\\\c\\n\",\"index\":0,\"event\":1}\n");
}

TEST(json_report, an_id_that_is_not_utf8_still_gives_valid_json) {
  EXPECT_EQ(event_line("a\xff", 0, "1"), "{\"session\":\"a\uFFFD\",\"index\":0,\"event\":1}\n");
}

TEST(json_report, an_end_with_nothing_to_tell) {
  EXPECT_EQ(
      json_end("s", completed()),
      R"({"session":"s","end":{"status":"completed","answer":null,"error":null,"error_code":null,"outcome":null,"next_index":12}})"
      "\n");
}

TEST(json_report, an_end_with_everything) {
  run_result result;
  result.state = session_state::failed;
  result.answer = boost::json::parse(R"({"a":[1,"é"]})");
  result.error = "lost\nit";
  result.error_code = "internal";
  result.outcome = "partial";
  result.next_index = 3;
  EXPECT_EQ(
      json_end("s", result),
      R"({"session":"s","end":{"status":"failed","answer":{"a":[1,"é"]},"error":"lost\nit","error_code":"internal","outcome":"partial","next_index":3}})"
      "\n");
}

TEST(json_report, an_answer_with_a_number_beyond_a_double_is_still_json) {
  run_result result;
  result.answer = boost::json::parse(R"({"a":[1e400,-1e400,1.5,[]],"b":{}})");
  EXPECT_NE(json_end("s", result).find(R"("answer":{"a":[1e999,-1e999,1.5E0,[]],"b":{}})"), std::string::npos)
      << json_end("s", result);
}

TEST(json_report, a_failure_with_and_without_a_reply) {
  EXPECT_EQ(json_failure("s", 404, "GET: 404: no"),
            R"({"session":"s","failure":{"status":404,"message":"GET: 404: no"}})"
            "\n");
  EXPECT_EQ(json_failure("s", 0, "\"x\xfe"),
            "{\"session\":\"s\",\"failure\":{\"status\":null,\"message\":\"\\\"x\uFFFD\"}}\n");
}

TEST(json_report, a_batch_is_whole_lines_in_order) {
  json_report report({"a", "b"}, true);
  std::vector<event> const batch{hai::detail::event_access::parse(4, R"({"type":"X"})"),
                                 hai::detail::event_access::parse(5, R"({"type":"Y"})")};
  EXPECT_EQ(report.events(1, batch),
            "{\"session\":\"b\",\"index\":4,\"event\":{\"type\":\"X\"}}\n"
            "{\"session\":\"b\",\"index\":5,\"event\":{\"type\":\"Y\"}}\n");
}

TEST(json_report, a_session_that_is_added_has_the_next_number) {
  json_report report({"a"}, true);
  report.add("b");
  EXPECT_EQ(report.ended(1, completed(), {}), json_end("b", completed()));
}

TEST(json_report, without_events_only_ends_and_failures_are_printed) {
  json_report report({"a"}, false);
  std::vector<event> const batch{hai::detail::event_access::parse(0, R"({"type":"X"})")};
  EXPECT_EQ(report.events(0, batch), "");
  EXPECT_EQ(report.ended(0, completed(), {}), json_end("a", completed()));
  EXPECT_EQ(report.not_followed(0, 500, "m", {}), json_failure("a", 500, "m"));
}

}  // namespace
}  // namespace hai::watch
