#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hai::sim {

/// One entry of a session's timeline. `delay` counts from the entry before it.
struct HAI_EXPORT script_step {
  enum class action { none, event, raw_event, state, answer, silent_answer, tool_calls, attachment, end };

  action what = action::none;
  std::chrono::nanoseconds delay{};
  std::string name;  ///< event type, state, or name of a file
  /// JSON: event data, whole raw event, answer, or the array of pending calls; bytes of a file.
  std::string text;
  std::string media_type;
  std::string error, error_code, outcome;
};

/// What a simulated session does and when: its events, states, answer and end, to the byte.
///
/// A fresh script is a session that is `running` and does nothing for ever. The setters of the timeline
/// append one entry each; a delay counts from the entry before it, the first one from the session's creation.
/// Nothing is inferred: an event changes no state, a state shows no event. JSON is given as text and served
/// as given.
/// @snippet platform.cpp script
class HAI_EXPORT script {
 public:
  using duration = std::chrono::nanoseconds;

  script() = default;

  /// A believable run of a web agent: a message, `steps` rounds of reasoning, action and page, metrics, an
  /// answer, and an end. The same seed gives the same run. `pace` is the mean time between two rounds; `task`
  /// is what the user asked, made up when empty.
  static script lifelike(std::uint64_t seed, std::size_t steps = 8,
                         duration pace = std::chrono::milliseconds(400), std::string task = {});

  /// @name The session itself
  /// @{
  script& id(std::string id);  ///< any text; a UUID made from the platform's seed when empty
  script& agent(std::string name);
  script& task(std::string first_message);
  script& group_id(std::string id);
  script& parent_session_id(std::string id);  ///< makes it a subagent: the parent's status lists it
  script& shared(bool on = true);             ///< its read routes work without a key
  script& starts(std::string state);          ///< `running` when not said
  script& idle_timeout(duration);  ///< an unanswered `idle` becomes `completed` after this, silently
  /// @}

  /// @name The timeline
  /// @{
  script& wait(duration);
  script& event(duration delay, std::string type, std::string data_json = "{}");
  script& raw_event(duration delay, std::string json);  ///< the whole event, served byte for byte
  script& state(duration delay, std::string name);      ///< without an event
  script& answer(duration delay, std::string json);     ///< an `answer_event`, and the answer of the session
  script& silent_answer(duration delay, std::string json);  ///< the answer of the session only
  /// Asks for tool results: the event with these pending calls, state `awaiting_tool_results`; the timeline
  /// goes on when each call has its result.
  script& tool_calls(duration delay, std::string pending_calls_json_array);
  /// The agent hands a file over: an `AttachmentEvent` whose URL leads to the bytes, in `~/Downloads` too.
  script& attachment(duration delay, std::string name, std::string media_type, std::string bytes);
  /// Ends the turn without an event. `idle` waits for a message; the other ends are final until a message
  /// restarts it.
  script& ends(std::string state, std::string error = {}, std::string error_code = {},
               std::string outcome = {});
  /// @}

  /// @name What commands do
  /// @{
  /// Played when a message wakes or restarts it; repeat for more turns.
  script& on_message(script next_turn);
  script& echo_messages(bool on);   ///< messages appear as `message_event`; on when not said
  script& command_events(bool on);  ///< pause, resume, cancel appear as events; on when not said
  script& forced_answer(std::string json);
  /// @}

  /// The platform calls it, for the screenshots of a lifelike run: they lie where the platform is.
  void resolve_links(std::string_view api_url, std::string_view escaped_id);

  std::string const& id() const { return id_; }
  std::string const& agent() const { return agent_; }
  std::string const& task() const { return task_; }
  std::string const& group_id() const { return group_id_; }
  std::string const& parent_session_id() const { return parent_; }
  std::string const& initial_state() const { return initial_state_; }
  std::string const& forced_answer() const { return forced_answer_; }
  bool is_shared() const { return shared_; }
  bool echoes_messages() const { return echo_; }
  bool has_command_events() const { return command_events_; }
  duration idle_timeout() const { return idle_timeout_; }  ///< zero: none
  std::vector<script_step> const& steps() const { return steps_; }
  std::vector<script> const& turns() const { return turns_; }

 private:
  script& append(script_step::action, duration, std::string name, std::string text);

  std::string id_, agent_ = "h/web-surfer-pro", task_, group_id_, parent_, initial_state_ = "running";
  std::string forced_answer_ = "\"This is what I found so far.\"";
  bool has_links_ = false, shared_ = false, echo_ = true, command_events_ = true;
  duration idle_timeout_{};
  std::vector<script_step> steps_;
  std::vector<script> turns_;
};

}  // namespace hai::sim
