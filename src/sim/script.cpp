#include <hai/sim/script.hpp>

#include <utility>

namespace hai::sim {

script& script::id(std::string id) { return id_ = std::move(id), *this; }
script& script::agent(std::string name) { return agent_ = std::move(name), *this; }
script& script::task(std::string first_message) { return task_ = std::move(first_message), *this; }
script& script::group_id(std::string id) { return group_id_ = std::move(id), *this; }
script& script::parent_session_id(std::string id) { return parent_ = std::move(id), *this; }
script& script::shared(bool on) { return shared_ = on, *this; }
script& script::starts(std::string state) { return initial_state_ = std::move(state), *this; }
script& script::idle_timeout(duration d) { return idle_timeout_ = d, *this; }
script& script::echo_messages(bool on) { return echo_ = on, *this; }
script& script::command_events(bool on) { return command_events_ = on, *this; }
script& script::forced_answer(std::string json) { return forced_answer_ = std::move(json), *this; }
script& script::on_message(script next_turn) { return turns_.push_back(std::move(next_turn)), *this; }

script& script::wait(duration d) { return append(script_step::action::none, d, {}, {}); }

script& script::event(duration delay, std::string type, std::string data_json) {
  return append(script_step::action::event, delay, std::move(type), std::move(data_json));
}

script& script::raw_event(duration delay, std::string json) {
  return append(script_step::action::raw_event, delay, {}, std::move(json));
}

script& script::state(duration delay, std::string name) {
  return append(script_step::action::state, delay, std::move(name), {});
}

script& script::answer(duration delay, std::string json) {
  return append(script_step::action::answer, delay, {}, std::move(json));
}

script& script::silent_answer(duration delay, std::string json) {
  return append(script_step::action::silent_answer, delay, {}, std::move(json));
}

script& script::tool_calls(duration delay, std::string pending_calls_json_array) {
  return append(script_step::action::tool_calls, delay, {}, std::move(pending_calls_json_array));
}

script& script::attachment(duration delay, std::string name, std::string media_type, std::string bytes) {
  append(script_step::action::attachment, delay, std::move(name), std::move(bytes));
  steps_.back().media_type = std::move(media_type);
  return *this;
}

script& script::ends(std::string state, std::string error, std::string error_code, std::string outcome) {
  append(script_step::action::end, {}, std::move(state), {});
  steps_.back().error = std::move(error);
  steps_.back().error_code = std::move(error_code);
  steps_.back().outcome = std::move(outcome);
  return *this;
}

script& script::append(script_step::action what, duration delay, std::string name, std::string text) {
  script_step step;
  step.what = what;
  step.delay = delay;
  step.name = std::move(name);
  step.text = std::move(text);
  steps_.push_back(std::move(step));
  return *this;
}

}  // namespace hai::sim
