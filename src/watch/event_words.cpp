#include "watch/event_words.hpp"

#include <cstdio>
#include <string_view>
#include <utility>

#include "watch/brief_json.hpp"
#include "watch/safe_text.hpp"

namespace hai::watch {
namespace {

constexpr std::size_t longest = 400;       ///< columns of one part of a line
constexpr std::size_t longest_call = 160;  ///< columns of one call with its arguments
constexpr std::size_t longest_request_list = 6;

std::string safe(std::string_view text) { return safe_text(text, longest); }

std::string or_else(std::string text, char const* otherwise) { return text.empty() ? otherwise : text; }

/// `lead: text`, without the colon when there is no text.
std::string with_detail(std::string lead, std::string const& detail) {
  if (!detail.empty()) lead += ": " + detail;
  return lead;
}

std::string in_brackets(std::string text) { return text.empty() ? text : " (" + text + ")"; }

std::string call_words(tool_request const& call) {
  std::string name = or_else(safe(call.tool_name), "(unnamed tool)");
  std::string const arguments = brief_arguments(call.args, longest_call);
  return arguments.empty() ? name : name + ' ' + arguments;
}

std::string calls_words(std::vector<tool_request> const& calls) {
  std::string text;
  for (std::size_t i = 0; i < calls.size() && i < longest_request_list; ++i)
    text += (i == 0 ? "" : "; ") + call_words(calls[i]);
  if (calls.size() > longest_request_list)
    text += "; and " + std::to_string(calls.size() - longest_request_list) + " more";
  return text;
}

std::string size_words(std::int64_t bytes) {
  constexpr std::pair<double, char const*> units[] = {{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}};
  for (auto const& [factor, unit] : units) {
    if (static_cast<double>(bytes) < factor) continue;
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %s", static_cast<double>(bytes) / factor, unit);
    return text;
  }
  return std::to_string(bytes) + " bytes";
}

std::string size_words(std::optional<std::int64_t> bytes) {
  return bytes ? size_words(*bytes) : std::string();
}

std::string page_words(std::string_view title, std::string_view url) {
  std::string const shown_title = safe(title);
  std::string shown_url = safe(url);
  if (shown_title.empty()) return shown_url;
  return shown_url.empty() ? "\"" + shown_title + "\"" : "\"" + shown_title + "\" " + shown_url;
}

std::string member_text(boost::json::value const& data, char const* name) {
  auto const* object = data.if_object();
  auto const* member = object ? object->if_contains(name) : nullptr;
  return member ? brief(*member, longest) : std::string();
}

std::string cost_words(metrics const& used) {
  std::string text = std::to_string(used.steps) + (used.steps == 1 ? " step" : " steps");
  if (used.total_cost) {
    char cost[32];
    std::snprintf(cost, sizeof cost, ", $%.4f", *used.total_cost);
    text += cost;
  }
  return text;
}

std::string flow_words(std::string_view flow) {
  if (flow == "pause") return "asked to pause";
  if (flow == "resume") return "asked to go on";
  if (flow == "force_answer") return "asked to answer now";
  if (flow == "stop") return "asked to stop";
  return "steered: " + or_else(safe(flow), "(nothing said)");
}

/// One overload a payload.
struct narrator {
  event_words operator()(unknown_event const& e) const {
    std::string const name = or_else(safe(e.kind.empty() ? e.type : e.kind), "event without a type");
    std::string const data = e.data.is_null() ? std::string() : brief(e.data, longest_call);
    return {tone::note, data.empty() || data == "{}" ? name : name + ' ' + data};
  }
  event_words operator()(request_start_event const&) const { return {tone::state, "request taken in"}; }
  event_words operator()(request_start_dispatched_event const& e) const {
    return {tone::state, "request handed to a runner" + in_brackets(safe(e.status))};
  }
  event_words operator()(delay_agent_start_event const& e) const {
    std::string const data = brief(e.data, longest_call);
    return {tone::state, "start put off" + (data == "{}" || data == "null" ? "" : in_brackets(data))};
  }
  event_words operator()(agent_started_event const&) const { return {tone::state, "agent started"}; }
  event_words operator()(agent_run_status_change_event const& e) const {
    return {tone::state, "agent is " + or_else(safe(e.status), "in an unnamed state")};
  }
  event_words operator()(active_state_change_event const& e) const {
    if (e.state == session_state::awaiting_tool_results)
      return {tone::state, with_detail("waits for tool results", calls_words(e.pending_tool_calls))};
    return {tone::state, "session is " + or_else(safe(e.state.name()), "in an unnamed state")};
  }
  event_words operator()(live_view_url_event const& e) const {
    return {tone::note, with_detail("live view", safe(e.live_view_url))};
  }
  event_words operator()(metrics_update_event const& e) const {
    return {tone::note, "used so far: " + cost_words(e.metrics)};
  }
  event_words operator()(file_transfer_event const& e) const {
    std::string const what = e.direction == "upload"     ? "uploaded"
                             : e.direction == "download" ? "downloaded"
                                                         : "moved";
    return {tone::note, what + " a file: " + safe(e.path) + in_brackets(size_words(e.size_bytes))};
  }
  event_words operator()(agent_completion_event const& e) const {
    return {tone::state, "agent " + or_else(safe(e.reason), "finished")};
  }
  event_words operator()(agent_error_event const& e) const {
    return {tone::trouble, with_detail("agent broke down", safe(e.error))};
  }
  event_words operator()(chat_message_event const& e) const {
    std::string const said = member_text(e.data, "message");
    return {tone::message, with_detail("chat", said.empty() ? brief(e.data, longest) : said)};
  }
  event_words operator()(attachment_event const& e) const {
    std::string const who = or_else(safe(e.origin), "somebody");
    std::string const file = safe(e.name.empty() ? e.path : e.name);
    return {tone::note, who + " attached " + or_else(file, "a file") + in_brackets(size_words(e.size_bytes))};
  }
  event_words operator()(runner_session_event const& e) const {
    return {tone::note, with_detail("runner", safe(e.runner_session_id))};
  }
  event_words operator()(policy_event const& e) const {
    std::string text = calls_words(e.tool_reqs);
    std::string const thought = thought_of(e);
    if (!thought.empty()) text += text.empty() ? thought : " — " + thought;
    if (!e.validation_errors.empty())
      return {tone::trouble, with_detail("refused choice", safe(e.validation_errors.front())) +
                                 (text.empty() ? "" : " — " + text)};
    return {tone::action, or_else(std::move(text), "chose nothing")};
  }
  event_words operator()(tool_result_event const& e) const {
    std::string const result = brief(e.result, longest_call);
    std::string text = or_else(safe(e.tool_req.tool_name), "tool") + " gave " + or_else(result, "nothing");
    if (e.truncated) text += " (cut)";
    return {tone::tool, text};
  }
  event_words operator()(answer_event const& e) const {
    std::string const verdict = e.outcome ? in_brackets(safe(*e.outcome)) : "";
    return {tone::answer, "answer" + verdict + ": " + brief(e.answer, longest)};
  }
  event_words operator()(error_event const& e) const {
    std::string const who = e.tool_req ? safe(e.tool_req->tool_name) : safe(e.origin);
    return {tone::trouble, with_detail("error" + (who.empty() ? "" : " of " + who), safe(e.error))};
  }
  event_words operator()(message_event const& e) const {
    std::string text;
    std::size_t images = 0;
    for (auto const& part : e.content) {
      if (auto const* said = std::get_if<std::string>(&part)) {
        if (text.size() < longest) text += (text.empty() ? "" : " ") + safe(*said);
      } else {
        ++images;
      }
    }
    if (images > 0) text += in_brackets(std::to_string(images) + (images == 1 ? " image" : " images"));
    return {tone::message, or_else(safe(e.caller_id), "message") + ": " + text};
  }
  event_words operator()(observation_event const& e) const {
    if (auto const page = e.web())
      return {tone::page, "sees " + or_else(page_words(page->title, page->url), "a page")};
    if (auto const page = e.textual_web()) {
      std::string text = "reads " + or_else(page_words(page->title, page->url), "a page");
      if (page->total_chunks > 1)
        text += " (part " + std::to_string(page->chunk_number) + " of " + std::to_string(page->total_chunks) +
                ")";
      return {tone::page, text};
    }
    std::string const place = "sees " + or_else(safe(e.type.value_or("")), "something");
    return {tone::page, with_detail(place, safe(e.text.value_or("")))};
  }
  event_words operator()(flow_event const& e) const {
    std::string const who = safe(e.origin);
    return {tone::state, flow_words(e.flow) + (who.empty() ? "" : " by " + who)};
  }

 private:
  static std::string thought_of(policy_event const& e) {
    if (e.content && !e.content->empty()) return safe(*e.content);
    return safe(e.reasoning_content.value_or(""));
  }
};

}  // namespace

event_words words_of(event_payload const& payload) {
  event_words words = std::visit(narrator(), payload);
  words.text = safe_text(words.text, 2 * longest);
  return words;
}

}  // namespace hai::watch
