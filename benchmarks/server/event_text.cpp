#include "server/event_text.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace bench {
namespace {

constexpr std::string_view stamp_name = "\"sent_ns\":\"";
constexpr std::size_t stamp_digits = 19;
constexpr std::size_t observations_from = 32 * 1024;

/// Text as agents write it: lines, quotations, some characters outside ASCII. As it stands in JSON.
constexpr std::string_view prose =
    "The page lists three offers; the second one is marked \\\"refundable\\\" and costs 84 \\u20ac a "
    "night.\\n"
    "- Compared with yesterday's price this is **12 % less** (see the "
    "[history](https://example.com/p?id=4)).\\n"
    "Next I open the d\xc3\xa9tails of the room, check the date of arrival, and read the conditions.\\n\\n";

void append_prose(std::string& text, std::size_t size) {
  while (text.size() < size) text.append(prose);
}

std::string policy_event(std::size_t size) {
  std::string text =
      "{\"type\":\"AgentEvent\",\"timestamp\":\"2026-03-14T09:26:53.589793Z\",\"data\":{\"sent_ns\":"
      "\"0000000000000000000\",\"kind\":\"policy_event\",\"reasoning_content\":null,\"content\":\"";
  std::string_view const rest =
      "\",\"tool_reqs\":[{\"tool_name\":\"click\",\"args\":{\"x\":412,\"y\":77.5,\"button\":\"left\"},"
      "\"id\":\"call_8f2a\"}],\"validation_errors\":[]}}";
  if (size > text.size() + rest.size() + prose.size())
    append_prose(text, size - rest.size() - prose.size() / 2);
  else
    text.append(size > text.size() + rest.size() ? size - text.size() - rest.size() : 0, 'x');
  return text.append(rest);
}

std::string observation_event(std::size_t size) {
  std::string text =
      "{\"type\":\"AgentEvent\",\"timestamp\":\"2026-03-14T09:26:53.589793Z\",\"data\":{\"sent_ns\":"
      "\"0000000000000000000\",\"kind\":\"observation_event\",\"type\":\"textual_web\",\"text\":null,"
      "\"image\":null,\"metadata\":{\"url\":\"https://example.com/rooms?page=2\",\"title\":\"Rooms\","
      "\"tabs\":[\"Rooms\",\"Map\"],\"current_tab\":0,\"mode\":\"markdown\",\"page_markdown\":\"";
  append_prose(text, size - 160);
  return text.append(
      "\",\"page_html\":null,\"text_offset\":0,\"chunk_size\":60000,\"chunk_number\":1,\"total_chunks\":1}}"
      "}");
}

constexpr std::string_view before_events =
    "{\"status\":\"running\",\"started_at\":\"2026-03-14T09:26:51.000000Z\",\"finished_at\":null,\"error\":"
    "null,"
    "\"error_code\":null,\"new_events\":[";
constexpr std::string_view after_events =
    "],\"answer\":null,\"outcome\":null,\"metrics\":{\"steps\":4,\"cost_per_model\":[],\"total_cost\":0.0123}"
    "}";

std::string head(std::string_view status, std::size_t length) {
  std::string text("HTTP/1.1 ");
  text.append(status).append(
      "\r\ndate: Sat, 14 Mar 2026 09:26:53 GMT\r\nserver: uvicorn\r\n"
      "x-request-id: 7d9f2c4e-1b3a-4f5d-8c6e-9a0b1c2d3e4f\r\n");
  if (length != 0)
    text.append("content-type: application/json\r\ncontent-length: ")
        .append(std::to_string(length))
        .append("\r\n");
  return text.append("\r\n");
}

std::string page(std::string_view event, std::size_t count) {
  std::string body(before_events);
  body.reserve(before_events.size() + count * (event.size() + 1) + after_events.size());
  for (std::size_t i = 0; i != count; ++i) body.append(i == 0 ? "" : ",").append(event);
  return body.append(after_events);
}

}  // namespace

page_text::page_text(std::size_t size)
    : event_(size < observations_from ? policy_event(size) : observation_event(size)),
      stamp_at_(event_.find(stamp_name) + stamp_name.size()) {}

std::string const& page_text::reply(std::size_t count, std::uint64_t sent_ns) {
  auto& made = replies_[count];
  if (made.empty()) made = json_reply(page(event_, count));
  if (sent_ns != 0) {
    char stamp[stamp_digits + 2];
    std::snprintf(stamp, sizeof stamp, "%019llu", static_cast<unsigned long long>(sent_ns));
    auto const first = made.size() - after_events.size() - count * (event_.size() + 1) + 1 + stamp_at_;
    for (std::size_t i = 0; i != count; ++i)
      std::copy_n(stamp, stamp_digits, made.begin() + static_cast<long>(first + i * (event_.size() + 1)));
  }
  return made;
}

std::string json_reply(std::string const& body) { return head("200 OK", body.size()) + body; }

std::string no_content() { return head("204 No Content", 0); }

}  // namespace bench
