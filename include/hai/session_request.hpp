#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace hai {

/// What a session is started with: POST /sessions.
class session_request {
 public:
  session_request() = default;
  /// An agent of the catalogue by its name ("h/web-surfer-flash"), and its first task.
  session_request(std::string agent, std::string task) : agent_(std::move(agent)), task_(std::move(task)) {}

  session_request& agent(std::string name) { return agent_ = std::move(name), *this; }
  session_request& task(std::string text) { return task_ = std::move(text), *this; }
  /// Steps after which the agent is asked for its answer, from 1. Default: no bound.
  session_request& max_steps(std::int64_t value) { return max_steps_ = value, *this; }
  /// Seconds after which the agent is asked for its answer, more than 0. Default: no bound.
  session_request& max_time_s(double value) { return max_time_s_ = value, *this; }
  /// Seconds that the session stays open for follow-ups after each answer, from 1. Default: it ends with its
  /// answer.
  session_request& idle_timeout_s(std::int64_t value) { return idle_timeout_s_ = value, *this; }
  /// Over the concurrency limit: true waits in state queued, false is refused with 429. Default: true.
  session_request& queue(bool value) { return queue_ = value, *this; }
  /// A label to group sessions by.
  session_request& group_id(std::string value) { return group_id_ = std::move(value), *this; }
  /// The session that this one works for.
  session_request& parent_session_id(std::string value) {
    return parent_session_id_ = std::move(value), *this;
  }

  std::string const& agent() const { return agent_; }
  std::string const& task() const { return task_; }
  std::optional<std::int64_t> max_steps() const { return max_steps_; }
  std::optional<double> max_time_s() const { return max_time_s_; }
  std::optional<std::int64_t> idle_timeout_s() const { return idle_timeout_s_; }
  std::optional<bool> queue() const { return queue_; }
  std::optional<std::string> const& group_id() const { return group_id_; }
  std::optional<std::string> const& parent_session_id() const { return parent_session_id_; }

 private:
  std::string agent_;
  std::string task_;
  std::optional<std::int64_t> max_steps_;
  std::optional<double> max_time_s_;
  std::optional<std::int64_t> idle_timeout_s_;
  std::optional<bool> queue_;
  std::optional<std::string> group_id_;
  std::optional<std::string> parent_session_id_;
};

}  // namespace hai
