#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hai/sim/script.hpp>
#include "session_files.hpp"
#include "tool_calls.hpp"

namespace hai::sim {

using time_point = std::chrono::steady_clock::time_point;

/// Where the model's time points lie on the calendar.
struct calendar {
  time_point origin;
  std::chrono::system_clock::time_point date;

  std::chrono::system_clock::time_point operator()(time_point t) const {
    return date + std::chrono::duration_cast<std::chrono::system_clock::duration>(t - origin);
  }
};

/// Something a client asked of a session. It takes effect when its time comes.
struct session_command {
  enum class kind { message, tool_results, pause, resume, force_answer, cancel };
  kind what;
  std::vector<std::string> messages;  ///< JSON arrays: the `content` of each message
  std::vector<tool_entry> tool_results;
  std::vector<attached_file> files = {};  ///< of all messages
};

bool is_state(std::string_view);
bool is_terminal(std::string_view state);
bool is_settled(std::string_view state);

/// One session: a function of its script, of the commands and of the time points handed in. It reads no
/// clock; time only goes on.
class session_model {
 public:
  /// A queued session waits, whatever its script says, until `admit`. `resources_url` starts links to its
  /// files.
  session_model(script, time_point created, calendar, bool queued, std::string resources_url = {});

  /// Lets everything happen that is due by then.
  void advance(time_point now);
  /// The next moment at which something may happen by itself.
  std::optional<time_point> next_activity() const;

  void command(session_command, time_point effective);
  void play(script more, time_point now);
  /// Files that came with the task: there at once, whatever state the session is in.
  void attach(std::vector<attached_file>, time_point now);
  void write_file(std::string const& path, std::string bytes, time_point now);
  void admit(time_point now);

  std::string const& state() const { return state_; }
  std::string const& answer() const { return answer_; }  ///< JSON text, `null` while there is none
  /// The number of events that existed once the answer was there.
  std::size_t answer_at() const { return answer_at_; }
  std::string const& error() const { return error_; }
  std::string const& error_code() const { return error_code_; }
  std::string const& outcome() const { return outcome_; }
  std::deque<std::string> const& events() const { return events_; }
  std::vector<tool_entry> const& pending_calls() const { return pending_calls_; }
  session_files const& files() const { return files_; }
  unsigned steps() const { return steps_; }
  time_point created() const { return created_; }
  std::optional<time_point> started() const { return started_; }
  std::optional<time_point> finished() const { return finished_; }
  std::optional<time_point> last_activity() const { return last_activity_; }
  calendar const& dates() const { return calendar_; }
  bool is_queued() const { return queued_; }

 private:
  using command_queue = std::multimap<time_point, session_command>;

  std::optional<time_point> step_due() const;
  command_queue::const_iterator next_command() const;
  std::optional<time_point> idle_due() const;
  void apply(script_step const&, time_point);
  void apply(session_command const&, time_point);
  void message(session_command const&, time_point);
  void tool_results(std::vector<tool_entry> const&, time_point);
  void pause(time_point);
  void resume(time_point);
  void force_answer(time_point);
  void cancel(time_point);
  void begin_turn(session_command const& message, time_point);
  void enter(std::string state, time_point);
  void end_idle(time_point);
  void emit(std::string_view type, std::string_view data, time_point);
  void emit_raw(std::string text, time_point);
  void emit_pending_calls(time_point);
  void hand_over(attached_file, std::string_view origin, time_point);
  void set_answer(std::string json);
  bool is_held() const { return queued_ || paused_ || !pending_calls_.empty(); }

  script script_;
  calendar calendar_;
  time_point created_;
  time_point last_step_;  ///< the next step's delay counts from here
  std::optional<time_point> started_, finished_, last_activity_, paused_, idle_since_;
  std::string state_, state_before_pause_, answer_ = "null", error_, error_code_, outcome_;
  std::size_t answer_at_ = 0, turn_ = 0;
  std::deque<script_step> steps_to_do_;
  command_queue commands_;
  std::vector<tool_entry> pending_calls_;
  std::deque<std::string> events_;
  std::string resources_url_;
  session_files files_;
  unsigned steps_ = 0;
  bool queued_;
};

}  // namespace hai::sim
