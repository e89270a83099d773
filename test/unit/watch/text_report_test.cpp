#include "watch/text_report.hpp"

#include <gtest/gtest.h>

#include <set>

#include "model/event_access.hpp"
#include "watch/brief_json.hpp"
#include "watch/colour.hpp"
#include "watch/display_width.hpp"
#include "watch/session_names.hpp"
#include "watch/wrapped_text.hpp"

namespace hai::watch {
namespace {

using namespace std::chrono_literals;

event made(std::string const& type, std::string const& data = "{}") {
  return hai::detail::event_access::parse(
      0, R"({"type":")" + type + R"(","timestamp":"2026-01-02T23:04:05.5Z","data":)" + data + "}");
}

event choice(std::string const& content) {
  return made("AgentEvent", R"({"kind":"policy_event","content":")" + content + R"("})");
}

std::string print(text_report& report, event const& one) { return report.events(0, std::span(&one, 1)); }

std::vector<std::string> rows_of(std::string const& text) {
  std::vector<std::string> rows;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const end = text.find('\n', at);
    rows.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return rows;
}

text_style terminal(std::size_t columns, bool colour = false) {
  text_style style;
  style.local_clock = true;
  style.colour = colour;
  style.columns = [columns] { return columns; };
  return style;
}

TEST(text_report, a_plain_line_has_time_session_step_and_words) {
  text_report report({"0d8c1c52-7f5e-4c1b"}, true, {});
  EXPECT_EQ(print(report, made("AgentStartedEvent")), "2026-01-02T23:04:05Z 0d8c1c52 #0   agent started\n");
}

TEST(text_report, the_step_counts_the_rounds_of_the_agent) {
  text_report report({"s"}, true, {});
  EXPECT_NE(print(report, choice("a")).find(" #1 "), std::string::npos);
  EXPECT_NE(print(report, choice("b")).find(" #2 "), std::string::npos);
}

TEST(text_report, metrics_correct_the_step_of_a_session_joined_late) {
  text_report report({"s"}, true, {});
  EXPECT_NE(print(report, made("MetricsUpdateEvent", R"({"metrics":{"steps":30}})")).find(" #30 "),
            std::string::npos);
  EXPECT_NE(print(report, choice("b")).find(" #31 "), std::string::npos);
}

TEST(text_report, a_terminal_shows_the_local_time_of_day) {
  text_style style = terminal(80);
  style.utc_offset = 2h;
  text_report report({"s"}, true, style);
  EXPECT_EQ(print(report, made("AgentStartedEvent")), "01:04:05 s #0   agent started\n");
}

TEST(text_report, a_line_is_cut_to_the_width_of_the_terminal) {
  for (std::size_t columns : {1u, 5u, 20u, 40u, 79u}) {
    text_report report({"s"}, true, terminal(columns));
    std::string const line = print(report, choice(std::string(200, 'x') + "東京"));
    EXPECT_LE(display_width(rows_of(line).at(0)), columns);
    EXPECT_EQ(rows_of(line).size(), 1u);
  }
}

TEST(text_report, colour_only_where_it_was_asked_for) {
  text_report plain({"s"}, true, terminal(80)), coloured({"s"}, true, terminal(80, true));
  EXPECT_EQ(print(plain, choice("a")).find('\x1b'), std::string::npos);
  EXPECT_NE(print(coloured, choice("a")).find('\x1b'), std::string::npos);
}

TEST(text_report, colour_takes_no_room_from_the_text) {
  text_report report({"s"}, true, terminal(30, true));
  EXPECT_NE(print(report, choice("123456789")).find("123456789"), std::string::npos);
}

TEST(text_report, each_tone_has_a_colour_of_its_own) {
  colours const on(true), off(false);
  std::set<std::string> painted;
  for (auto const each : {tone::note, tone::action, tone::page, tone::tool, tone::message, tone::answer,
                          tone::state, tone::trouble}) {
    painted.insert(on.in_tone(each, "x"));
    EXPECT_EQ(off.in_tone(each, "x"), "x");
  }
  EXPECT_EQ(painted.size(), 8u);
}

TEST(text_report, an_answer_that_is_no_text_is_printed_as_json) {
  EXPECT_EQ(answer_text("plain"), "plain");
  EXPECT_EQ(answer_text({{"ok", true}}), R"({"ok":true})");
}

TEST(text_report, a_session_keeps_its_colour) {
  colours const one(true), other(true);
  EXPECT_EQ(one.of_session("abc", "x"), other.of_session("abc", "x"));
  EXPECT_NE(one.of_session("abc", "x"), one.of_session("abd", "x"));
}

TEST(text_report, an_end_prints_the_answer_and_its_agent_view_link) {
  text_report report({"s"}, true, {});
  run_result result;
  result.state = session_state::completed;
  result.outcome = "success";
  result.answer = "Two\nlines\x1b[31m";
  result.agent_view_url = "https://view.example/s";
  EXPECT_EQ(rows_of(report.ended(0, result, {})),
            (std::vector<std::string>{"1970-01-01T00:00:00Z s #0   completed (success), answer:", "    Two",
                                      "    lines", "    Agent View: https://view.example/s"}));
}

TEST(text_report, a_failed_end_says_why) {
  text_report report({"s"}, true, {});
  run_result result;
  result.state = session_state::failed;
  result.error = "browser\rlost";
  result.error_code = "environment_error";
  EXPECT_EQ(report.ended(0, result, {}),
            "1970-01-01T00:00:00Z s #0   failed (environment_error): browser lost, no answer\n");
}

TEST(text_report, a_long_answer_is_wrapped_to_the_width) {
  text_report report({"s"}, true, terminal(24));
  run_result result;
  result.state = session_state::completed;
  result.answer = "one two three four five six seven " + std::string(60, 'y');
  std::string joined;
  for (auto const& row : rows_of(report.ended(0, result, {}))) {
    EXPECT_LE(display_width(row), 24u) << row;
    joined += row;
  }
  EXPECT_NE(joined.find("seven"), std::string::npos);
}

TEST(text_report, a_session_that_is_not_followed_is_named) {
  text_report report({"s"}, true, {});
  EXPECT_EQ(report.not_followed(0, 404, "GET /x: 404: no\x07", {}),
            "1970-01-01T00:00:00Z s #0   not followed: GET /x: 404: no\n");
}

TEST(text_report, without_events_only_ends_are_printed) {
  text_report report({"s"}, false, {});
  EXPECT_EQ(print(report, choice("a")), "");
  EXPECT_NE(report.ended(0, run_result(), {}).find("#1"), std::string::npos);
}

TEST(session_names, one_that_comes_later_has_a_name_of_its_own) {
  EXPECT_EQ(session_name("0d8c1c52-7f5e", {}), "0d8c1c52");
  EXPECT_EQ(session_name("session-0002", {"session-"}), "…ion-0002");
  EXPECT_EQ(session_name("session-0002", {"session-", "…ion-0002"}), "session-0002");
}

TEST(text_report, a_session_that_is_added_has_the_next_number) {
  text_report report({"first"}, true, {});
  report.add("second");
  event const one = made("AgentStartedEvent");
  EXPECT_NE(report.events(1, std::span(&one, 1)).find(" second "), std::string::npos);
}

TEST(session_names, a_short_name_tells_sessions_apart) {
  EXPECT_EQ(session_names({"0d8c1c52-7f5e", "1d8c1c52-7f5e"}),
            (std::vector<std::string>{"0d8c1c52", "1d8c1c52"}));
  EXPECT_EQ(session_names({"session-0001", "session-0002"}),
            (std::vector<std::string>{"…ion-0001", "…ion-0002"}));
  EXPECT_EQ(session_names({"session-1-session", "session-2-session", "s"}),
            (std::vector<std::string>{"session-1-session", "session-2-session", "s"}));
}

TEST(session_names, a_hostile_id_is_made_safe) {
  EXPECT_EQ(session_names({"a\x1b[2J"}), std::vector<std::string>{"a"});
}

TEST(wrapped_text, rows_break_between_words) {
  EXPECT_EQ(wrapped_text("one two three", 7, 9), (std::vector<std::string>{"one two", "three"}));
}

TEST(wrapped_text, a_word_longer_than_a_row_is_broken) {
  EXPECT_EQ(wrapped_text("abcdefgh", 3, 9), (std::vector<std::string>{"abc", "def", "gh"}));
  EXPECT_EQ(wrapped_text("東京都", 5, 9), (std::vector<std::string>{"東京", "都"}));
}

TEST(wrapped_text, empty_lines_stay) {
  EXPECT_EQ(wrapped_text("a\n\nb", any_width, 9), (std::vector<std::string>{"a", "", "b"}));
}

TEST(wrapped_text, too_many_rows_are_cut_and_say_so) {
  auto const rows = wrapped_text("a\nb\nc\nd", any_width, 2);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1], "b");
  EXPECT_NE(rows[2].find("more"), std::string::npos);
}

}  // namespace
}  // namespace hai::watch
