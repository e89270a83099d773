// What a session does when it is told something: the second half of session_model.

#include <algorithm>
#include <utility>

#include "json_text.hpp"
#include "session_model.hpp"

namespace hai::sim {

namespace {

constexpr std::string_view running_event = R"({"state":"running","pending_tool_calls":null})";

std::string flow(std::string_view name) {
  return R"({"kind":"flow_event","flow":")" + std::string(name) + R"(","origin":"user"})";
}

}  // namespace

void session_model::apply(session_command const& c, time_point at) {
  using kind = session_command::kind;
  switch (c.what) {
    case kind::message:
      return message(c, at);
    case kind::tool_results:
      return tool_results(c.tool_results, at);
    case kind::pause:
      return pause(at);
    case kind::resume:
      return resume(at);
    case kind::force_answer:
      return force_answer(at);
    case kind::cancel:
      return cancel(at);
  }
}

void session_model::message(session_command const& told, time_point at) {
  if (is_settled(state_)) return begin_turn(told, at);
  if (state_ == "paused") resume(at);
  attach(told.files, at);
  if (!script_.echoes_messages()) return;
  for (auto const& content : told.messages)
    emit("AgentEvent", R"({"kind":"message_event","caller_id":"user","content":)" + content + "}", at);
}

void session_model::begin_turn(session_command const& told, time_point at) {
  answer_ = "null";
  answer_at_ = 0;
  error_.clear();
  error_code_.clear();
  outcome_.clear();
  enter("running", at);
  message(told, at);
  if (script_.has_command_events()) emit("ActiveStateChangeEvent", running_event, at);
  steps_to_do_.clear();
  last_step_ = at;
  if (turn_ < script_.turns().size()) {
    auto const& turn = script_.turns()[turn_++].steps();
    steps_to_do_.assign(turn.begin(), turn.end());
    return;
  }
  bool const stays = script_.idle_timeout() != script::duration::zero();
  script reply;
  reply.answer({}, R"("Noted. There is nothing more to do.")").ends(stays ? "idle" : "completed");
  steps_to_do_.assign(reply.steps().begin(), reply.steps().end());
}

void session_model::tool_results(std::vector<tool_entry> const& results, time_point at) {
  if (pending_calls_.empty()) return;
  bool settled_one = false;
  for (auto const& result : results) {
    auto const call = std::find_if(pending_calls_.begin(), pending_calls_.end(),
                                   [&](tool_entry const& pending) { return pending.key == result.key; });
    if (call == pending_calls_.end()) continue;
    pending_calls_.erase(call);
    settled_one = true;
    emit("AgentEvent", result.text, at);
  }
  if (!settled_one) return;
  if (!pending_calls_.empty()) return emit_pending_calls(at);
  last_step_ = at;
  enter("running", at);
  emit("ActiveStateChangeEvent", running_event, at);
}

void session_model::pause(time_point at) {
  if (is_settled(state_) || state_ == "paused") return;
  state_before_pause_ = state_;
  paused_ = at;
  state_ = "paused";
  if (!script_.has_command_events()) return;
  emit("AgentEvent", flow("pause"), at);
  emit("AgentRunStatusChangeEvent", R"({"status":"paused"})", at);
}

void session_model::resume(time_point at) {
  if (state_ != "paused") return;
  // A session that its script paused has no earlier state to go back to.
  state_ = paused_ ? state_before_pause_ : "running";
  last_step_ = paused_ ? last_step_ + (at - *paused_) : at;
  paused_.reset();
  if (!script_.has_command_events()) return;
  emit("AgentEvent", flow("resume"), at);
  emit("AgentRunStatusChangeEvent", R"({"status":"running"})", at);
}

void session_model::force_answer(time_point at) {
  if (is_settled(state_)) return;
  steps_to_do_.clear();
  pending_calls_.clear();
  paused_.reset();
  emit("AgentEvent", flow("force_answer"), at);
  emit("AgentEvent",
       R"({"kind":"answer_event","answer":)" + script_.forced_answer() + R"(,"outcome":"partial"})", at);
  set_answer(script_.forced_answer());
  outcome_ = "partial";
  enter(script_.idle_timeout() == script::duration::zero() ? "completed" : "idle", at);
}

void session_model::cancel(time_point at) {
  if (is_terminal(state_)) return;
  queued_ = false;
  steps_to_do_.clear();
  pending_calls_.clear();
  paused_.reset();
  if (script_.has_command_events()) {
    emit("AgentEvent", flow("stop"), at);
    emit("AgentCompletionEvent", R"({"reason":"stopped"})", at);
  }
  enter("interrupted", at);
}

}  // namespace hai::sim
