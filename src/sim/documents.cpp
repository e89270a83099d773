#include "documents.hpp"

#include <string_view>

#include "http_message.hpp"
#include "json_text.hpp"

namespace hai::sim {

namespace {

constexpr unsigned input_tokens_a_step = 4200, output_tokens_a_step = 160, reasoning_tokens_a_step = 45;

std::string date_or_null(session_model const& m, std::optional<time_point> t) {
  return t ? "\"" + iso8601(m.dates()(*t)) + "\"" : "null";
}

std::string tokens(session_model const& m) {
  return R"("name":"holo-sim","input_tokens":)" + std::to_string(m.steps() * input_tokens_a_step) +
         R"(,"output_tokens":)" + std::to_string(m.steps() * output_tokens_a_step) +
         R"(,"reasoning_tokens":)" + std::to_string(m.steps() * reasoning_tokens_a_step);
}

std::string costs(session_model const& m) {
  double const n = m.steps();
  double const input = n * 0.00105, output = n * 0.00029, reasoning = n * 0.00008;
  return R"("input_cost":)" + std::to_string(input) + R"(,"output_cost":)" + std::to_string(output) +
         R"(,"reasoning_cost":)" + std::to_string(reasoning) + R"(,"total_cost":)" +
         std::to_string(input + output + reasoning);
}

std::string metrics(session_model const& m) {
  std::string const models = m.steps() == 0 ? "" : "{" + tokens(m) + "," + costs(m) + "}";
  return R"({"steps":)" + std::to_string(m.steps()) + R"(,"cost_per_model":[)" + models + "]," + costs(m) +
         "}";
}

std::string end_members(session_model const& m) {
  return R"("error":)" + quoted_or_null(m.error()) + R"(,"error_code":)" + quoted_or_null(m.error_code()) +
         R"(,"outcome":)" + quoted_or_null(m.outcome());
}

template <class Texts, class ToText>
std::string joined(Texts const& texts, ToText to_text) {
  std::string out;
  for (auto const& text : texts) out.append(out.empty() ? "" : ",").append(to_text(text));
  return out;
}

std::string pending_calls(session_model const& m) {
  return R"("pending_tool_calls":[)" +
         joined(m.pending_calls(), [](tool_entry const& call) { return call.text; }) + "]";
}

// A queued session has no page to look at yet.
std::string view_url(session_entry const& entry, std::string const& view_origin) {
  return entry.model.is_queued() ? "null" : quoted(view_origin + "/agent-view/" + percent_encoded(entry.id));
}

}  // namespace

std::string status_document(session_model const& m, std::vector<std::string> const& children) {
  return R"({"status":)" + quoted(m.state()) + "," + end_members(m) + R"(,"steps":)" +
         std::to_string(m.steps()) + R"(,"usage_per_model":[)" +
         (m.steps() == 0 ? "" : "{" + tokens(m) + "}") + R"(],"subagent_session_ids":[)" +
         joined(children, [](std::string const& id) { return quoted(id); }) + "]," + pending_calls(m) + "}";
}

std::string session_document(session_entry const& entry, std::vector<std::string> const& children,
                             std::string const& view_origin) {
  auto const& m = entry.model;
  return R"({"id":)" + quoted(entry.id) + R"(,"request":)" + entry.request_json + R"(,"status":)" +
         status_document(m, children) + R"(,"agent_view_url":)" + view_url(entry, view_origin) +
         R"(,"latest_answer":)" + m.answer() + R"(,"created_at":)" + date_or_null(m, m.created()) +
         R"(,"started_at":)" + date_or_null(m, m.started()) + R"(,"finished_at":)" +
         date_or_null(m, m.finished()) + "}";
}

std::string summary_document(session_entry const& entry, std::string const& view_origin) {
  auto const& m = entry.model;
  std::string const first = entry.first_message.empty()
                                ? "null"
                                : R"({"type":"user_message","message":)" + quoted(entry.first_message) +
                                      R"(,"images":[],"caller_id":"user"})";
  return R"({"id":)" + quoted(entry.id) + R"(,"agent":)" + quoted_or_null(entry.agent) + R"(,"status":)" +
         quoted(m.state()) + R"(,"agent_view_url":)" + view_url(entry, view_origin) + R"(,"first_message":)" +
         first + R"(,"created_at":)" + date_or_null(m, m.created()) + R"(,"started_at":)" +
         date_or_null(m, m.started()) + R"(,"finished_at":)" + date_or_null(m, m.finished()) +
         R"(,"last_activity_at":)" + date_or_null(m, m.last_activity()) + R"(,"anonymized_at":null})";
}

std::string changes_document(session_model const& m, changes_page page) {
  std::string out = R"({"status":)" + quoted(m.state()) + R"(,"started_at":)" + date_or_null(m, m.started()) +
                    R"(,"finished_at":)" + date_or_null(m, m.finished()) + R"(,"new_events":[)";
  for (std::size_t i = 0; page.with_events && i < page.count; ++i)
    out.append(i ? "," : "").append(m.events()[page.first + i]);
  return out + R"(],"first_index":)" + std::to_string(page.first) + R"(,"answer":)" +
         (page.with_answer ? m.answer() : "null") + "," + end_members(m) + R"(,"metrics":)" + metrics(m) +
         "," + pending_calls(m) + "}";
}

std::string page_document(std::vector<std::string> const& items, std::size_t total, std::size_t page) {
  return R"({"items":[)" + joined(items, [](std::string const& s) { return std::string_view(s); }) +
         R"(],"total":)" + std::to_string(total) + R"(,"page":)" + std::to_string(page) + "}";
}

}  // namespace hai::sim
