#include "watch/text_report.hpp"

#include <algorithm>

#include "watch/brief_json.hpp"
#include "watch/display_width.hpp"
#include "watch/session_names.hpp"
#include "watch/wrapped_text.hpp"

namespace hai::watch {
namespace {

constexpr std::size_t most_answer_rows = 200;
constexpr std::size_t step_columns = 4;

std::string padded(std::string text, std::size_t columns) {
  std::size_t const width = display_width(text);
  if (width < columns) text.append(columns - width, ' ');
  return text;
}

event_words end_words(run_result const& result) {
  bool const well = result.state == session_state::completed || result.state == session_state::idle;
  std::string text = safe_text(result.state.name());
  if (result.outcome) text += " (" + safe_text(*result.outcome) + ")";
  if (result.error_code) text += " (" + safe_text(*result.error_code) + ")";
  if (result.error) text += ": " + safe_text(*result.error);
  text += result.answer.is_null() ? ", no answer" : ", answer:";
  return {well ? tone::answer : tone::trouble, text};
}

}  // namespace

void step_counter::saw(event_payload const& payload) {
  if (std::holds_alternative<policy_event>(payload)) ++step_;
  if (auto const* update = std::get_if<metrics_update_event>(&payload))
    step_ = std::max(step_, update->metrics.steps);
}

text_report::text_report(std::vector<std::string> ids, bool with_events, text_style style)
    : with_events_(with_events), style_(std::move(style)), colours_(style_.colour) {
  std::vector<std::string> names = session_names(ids);
  for (std::size_t i = 0; i < ids.size(); ++i) add(std::move(ids[i]), std::move(names[i]));
}

void text_report::add(std::string id) {
  std::string name = session_name(id, names_);
  add(std::move(id), std::move(name));
}

void text_report::add(std::string id, std::string name) {
  name_columns_ = std::max(name_columns_, display_width(name));
  names_.insert(name);
  sessions_.push_back({std::move(id), std::move(name), {}});
}

std::string text_report::events(std::size_t session, std::span<event const> batch) {
  std::string out;
  for (event const& one : batch) {
    event_payload const payload = one.payload();
    sessions_[session].steps.saw(payload);
    if (with_events_) out += line(session, one.timestamp(), words_of(payload));
  }
  return out;
}

std::string text_report::ended(std::size_t session, run_result const& result, event_time now) {
  std::string out = line(session, now, end_words(result));
  if (!result.answer.is_null()) out += indented(answer_text(result.answer));
  if (result.agent_view_url) out += indented("Agent View: " + *result.agent_view_url);
  return out;
}

std::string text_report::not_followed(std::size_t session, int, std::string const& message, event_time now) {
  return line(session, now, {tone::trouble, "not followed: " + safe_text(message)});
}

std::string text_report::line(std::size_t session, event_time when, event_words const& words) const {
  watched const& one = sessions_[session];
  std::string const time =
      style_.local_clock ? time_of_day(when, style_.utc_offset) : utc_date_and_time(when);
  std::string const name = padded(one.name, name_columns_);
  std::string const step = padded('#' + std::to_string(one.steps.step()), step_columns);
  std::size_t const columns = style_.columns();
  std::size_t const before = display_width(time) + display_width(name) + display_width(step) + 3;
  if (columns <= before) return safe_text(time + ' ' + name + ' ' + step + ' ' + words.text, columns) + '\n';
  return colours_.dim(time) + ' ' + colours_.of_session(one.id, name) + ' ' + colours_.dim(step) + ' ' +
         colours_.in_tone(words.tone, safe_text(words.text, columns - before)) + '\n';
}

std::string text_report::indented(std::string_view text) const {
  constexpr std::string_view indent = "    ";
  std::size_t const columns = style_.columns();
  std::size_t const room =
      columns == any_width ? any_width : std::max(columns, indent.size() + 2) - indent.size();
  std::string out;
  for (std::string const& row : wrapped_text(text, room, most_answer_rows))
    out.append(indent).append(row) += '\n';
  return out;
}

}  // namespace hai::watch
