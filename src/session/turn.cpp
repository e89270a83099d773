#include "session/turn.hpp"

#include <hai/event.hpp>
#include <hai/events/active_state_change_event.hpp>
#include <hai/events/agent_run_status_change_event.hpp>
#include <hai/events/answer_event.hpp>
#include <hai/events/message_event.hpp>
#include <string_view>
#include <utility>
#include <variant>

#include "model/json_text.hpp"

namespace hai::detail {

namespace {

/// Also where the event's data is sound but for its Unicode: the answer counts, though data() fails.
boost::json::value answer_in(event const& from) {
  if (auto const answer = from.get_if<answer_event>()) return answer->answer;
  try {
    boost::json::value const whole = model::parse_mendable_json(from.raw());
    return whole.at("data").at("answer");
  } catch (std::exception const&) {
    return nullptr;
  }
}

std::vector<std::string> texts_in(event const& from) {
  std::vector<std::string> texts;
  if (auto const message = from.get_if<message_event>())
    for (auto const& part : message->content)
      if (auto const* text = std::get_if<std::string>(&part)) texts.push_back(*text);
  return texts;
}

}  // namespace

turn_event read_turn_event(event const& from, bool with_texts) {
  turn_event seen;
  std::string_view const type = from.type();
  if (type == "AgentEvent") {
    std::string_view const kind = from.kind();
    if (kind == "message_event") {
      seen.fact = turn_fact::message;
      if (with_texts) seen.texts = texts_in(from);
    } else if (kind == "answer_event") {
      seen.fact = turn_fact::answered;
      seen.answer = answer_in(from);
    }
  } else if (type == "ActiveStateChangeEvent") {
    if (auto const change = from.get_if<active_state_change_event>()) {
      if (change->state == session_state::idle) seen.fact = turn_fact::idle;
      if (change->state == session_state::running) seen.fact = turn_fact::running;
    }
  } else if (type == "AgentRunStatusChangeEvent") {
    if (auto const change = from.get_if<agent_run_status_change_event>())
      if (change->status == "running") seen.fact = turn_fact::running;
  } else if (type == "AgentCompletionEvent") {
    seen.fact = turn_fact::completed;
  }
  return seen;
}

bool turn::on_event(turn_event const& seen) {
  switch (seen.fact) {
    case turn_fact::none:
      return false;
    case turn_fact::message:
      begin_next_if_over();
      return false;
    case turn_fact::running:
      if (rested_) begin_next_if_over();
      rested_ = false;
      return false;
    case turn_fact::answered:
      if (!seen.answer.is_null() && seen.answer != answer_)
        overtaken_answer_ = std::exchange(answer_, seen.answer);
      is_own_answer_ = has_answer();
      break;
    case turn_fact::idle:
      rested_ = true;
      break;
    case turn_fact::completed:
      break;
  }
  saw_end_ = true;
  return true;
}

bool turn::on_snapshot(boost::json::value const& answer) {
  if (answer.is_null()) {
    if (!has_answer()) earlier_answer_ = nullptr;  // the server has let go of it: the next one is fresh
    return false;
  }
  if (answer == answer_ || answer == earlier_answer_ || answer == overtaken_answer_) return false;
  answer_ = answer;
  is_own_answer_ = false;
  return true;
}

void turn::begin_next() {
  if (is_own_answer_) earlier_answer_ = std::move(answer_);
  is_own_answer_ = false;
  answer_ = overtaken_answer_ = nullptr;
  saw_end_ = false;
  rested_ = false;
}

}  // namespace hai::detail
