#include "session_model.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "http_message.hpp"
#include "json_text.hpp"

namespace hai::sim {

bool is_terminal(std::string_view state) {
  return state == "completed" || state == "failed" || state == "timed_out" || state == "interrupted";
}

bool is_state(std::string_view state) {
  return is_settled(state) || state == "queued" || state == "pending" || state == "running" ||
         state == "paused" || state == "awaiting_tool_results";
}

bool is_settled(std::string_view state) { return state == "idle" || is_terminal(state); }

session_model::session_model(script s, time_point created, calendar dates, bool queued,
                             std::string resources_url)
    : script_(std::move(s)),
      calendar_(dates),
      created_(created),
      last_step_(created),
      steps_to_do_(script_.steps().begin(), script_.steps().end()),
      resources_url_(std::move(resources_url)),
      queued_(queued) {
  enter(queued ? "queued" : script_.initial_state(), created);
}

void session_model::admit(time_point now) {
  if (!queued_) return;
  queued_ = false;
  last_step_ = now;
  enter(script_.initial_state(), now);
}

void session_model::advance(time_point now) {
  for (;;) {
    auto const command = next_command();
    auto const step = step_due();
    auto const next = next_activity();
    if (!next || *next > now) return;
    if (command != commands_.end() && command->first == *next) {
      session_command const c = command->second;
      commands_.erase(command);
      apply(c, *next);
    } else if (step == next) {
      script_step const s = std::move(steps_to_do_.front());
      steps_to_do_.pop_front();
      last_step_ = *next;
      apply(s, *next);
    } else {
      end_idle(*next);
    }
  }
}

std::optional<time_point> session_model::next_activity() const {
  std::optional<time_point> next = step_due();
  auto const sooner = [&next](std::optional<time_point> t) {
    if (t && (!next || *t < *next)) next = t;
  };
  sooner(idle_due());
  if (auto const command = next_command(); command != commands_.end()) sooner(command->first);
  return next;
}

// What is said to a queued session is kept until it is admitted; only a cancellation reaches it.
session_model::command_queue::const_iterator session_model::next_command() const {
  return std::find_if(commands_.begin(), commands_.end(), [this](auto const& entry) {
    return !queued_ || entry.second.what == session_command::kind::cancel;
  });
}

std::optional<time_point> session_model::step_due() const {
  if (is_held() || steps_to_do_.empty()) return std::nullopt;
  return last_step_ + steps_to_do_.front().delay;
}

std::optional<time_point> session_model::idle_due() const {
  if (!idle_since_ || script_.idle_timeout() == script::duration::zero()) return std::nullopt;
  return *idle_since_ + script_.idle_timeout();
}

void session_model::command(session_command c, time_point effective) {
  commands_.emplace(effective, std::move(c));
}

void session_model::play(script more, time_point now) {
  if (steps_to_do_.empty()) last_step_ = now;
  std::copy(more.steps().begin(), more.steps().end(), std::back_inserter(steps_to_do_));
}

void session_model::apply(script_step const& s, time_point at) {
  using action = script_step::action;
  switch (s.what) {
    case action::none:
      break;
    case action::event:
      emit(s.name, s.text, at);
      break;
    case action::raw_event:
      emit_raw(s.text, at);
      break;
    case action::state:
      enter(s.name, at);
      break;
    case action::silent_answer:
      set_answer(s.text);
      break;
    case action::answer:
      emit("AgentEvent", R"({"kind":"answer_event","answer":)" + s.text + R"(,"outcome":null})", at);
      set_answer(s.text);
      break;
    case action::tool_calls:
      pending_calls_ = parse_pending_calls(s.text);
      state_ = "awaiting_tool_results";
      emit_pending_calls(at);
      break;
    case action::attachment:
      hand_over(attached_file{s.name, s.media_type, s.text}, "agent", at);
      break;
    case action::end:
      error_ = s.error;
      error_code_ = s.error_code;
      outcome_ = s.outcome;
      enter(s.name, at);
      break;
  }
}

void session_model::enter(std::string state, time_point at) {
  state_ = std::move(state);
  idle_since_ = state_ == "idle" ? std::optional(at) : std::nullopt;
  finished_ = is_terminal(state_) ? std::optional(at) : std::nullopt;
  if (state_ != "queued" && state_ != "pending" && !started_) started_ = at;
  last_activity_ = at;
}

void session_model::end_idle(time_point at) { enter("completed", at); }

void session_model::set_answer(std::string json) {
  answer_ = std::move(json);
  answer_at_ = events_.size();
}

void session_model::emit(std::string_view type, std::string_view data, time_point at) {
  if (data.starts_with(R"({"kind":"policy_event")")) ++steps_;
  std::string text = R"({"type":)" + quoted(type) + R"(,"data":)";
  text.append(data).append(R"(,"timestamp":")").append(iso8601(calendar_(at))).append("\"}");
  emit_raw(std::move(text), at);
}

void session_model::emit_raw(std::string text, time_point at) {
  events_.push_back(std::move(text));
  last_activity_ = at;
}

void session_model::attach(std::vector<attached_file> files, time_point now) {
  for (auto& file : files) hand_over(std::move(file), "user", now);
}

void session_model::write_file(std::string const& path, std::string bytes, time_point now) {
  files_.write(path, std::move(bytes), calendar_(now));
}

// A file passes between the user and the agent's machine.
void session_model::hand_over(attached_file file, std::string_view origin, time_point at) {
  std::string const path = session_files::downloads() + "/" + file.name;
  emit("AttachmentEvent",
       R"({"origin":)" + quoted(origin) + R"(,"name":)" + sim::quoted(file.name) + R"(,"path":)" +
           sim::quoted(path) + R"(,"media_type":)" + sim::quoted(file.media_type) + R"(,"size_bytes":)" +
           std::to_string(file.bytes.size()) + R"(,"url":)" +
           quoted(resources_url_ + "/files/" + percent_encoded(file.name)) + "}",
       at);
  write_file(path, std::move(file.bytes), at);
}

void session_model::emit_pending_calls(time_point at) {
  std::string data = R"({"state":"awaiting_tool_results","pending_tool_calls":[)";
  for (std::size_t i = 0; i < pending_calls_.size(); ++i)
    data.append(i ? "," : "").append(pending_calls_[i].text);
  emit("ActiveStateChangeEvent", data + "]}", at);
}

}  // namespace hai::sim
