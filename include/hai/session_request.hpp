#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/user_message.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hai {

/// What a session is started with: POST /sessions. A field that is not set is not sent. client::start_session
/// refuses what cannot be right with errc::invalid_argument, naming the field, before it sends a byte:
/// numbers out of range, an inline agent without what it must have, two answer formats, a body over
/// 10,000,000 bytes.
class HAI_EXPORT session_request {
 public:
  session_request() = default;
  /// An agent of the catalog by its name ("h/web-surfer-flash"), and its first task.
  session_request(std::string agent_name, std::string task_text) {
    agent(std::move(agent_name)).task(std::move(task_text));
  }
  /// An inline agent, as agent() takes it, and its first task.
  session_request(boost::json::object agent_definition, std::string task_text) {
    agent(std::move(agent_definition)).task(std::move(task_text));
  }

  /// An agent of the catalog.
  session_request& agent(std::string name) { return agent_ = boost::json::value(name), *this; }
  /// An agent defined here: an object with `name`, `description`, `environments`, and what else the API
  /// knows. Each environment written out must have its `kind`, and its `mode` a `type`: the server does not
  /// guess.
  session_request& agent(boost::json::object definition) { return agent_ = std::move(definition), *this; }

  /// The first message, as text; an empty one starts the session without.
  session_request& task(std::string text) {
    messages_.clear();
    if (!text.empty()) messages_.emplace_back(std::move(text));
    return *this;
  }
  /// The first message.
  session_request& messages(user_message first) {
    messages_.clear();
    messages_.push_back(std::move(first));
    return *this;
  }
  /// The first messages, delivered together.
  session_request& messages(std::vector<user_message> first) { return messages_ = std::move(first), *this; }

  /// Steps after which the agent is asked for its answer, from 1. Default: no bound.
  session_request& max_steps(std::int64_t value) { return max_steps_ = value, *this; }
  /// Seconds after which the agent is asked for its answer, more than 0. Default: no bound.
  session_request& max_time_s(double value) { return max_time_s_ = value, *this; }
  /// Seconds that the session stays open for follow-ups after each answer, from 1. Default: it ends with its
  /// answer.
  session_request& idle_timeout_s(std::int64_t value) { return idle_timeout_s_ = value, *this; }

  /// Minutes from the end of the session until it is deleted, from 1; std::nullopt or nullptr keeps it for
  /// ever. Default: the server's, 30 days.
  session_request& delete_after_min(std::optional<std::int64_t> value) {
    return delete_after_min_ = value, *this;
  }
  session_request& delete_after_min(std::same_as<std::nullptr_t> auto) {
    return delete_after_min(std::nullopt);
  }
  /// The same for its screenshots.
  session_request& delete_screenshot_after_min(std::optional<std::int64_t> value) {
    return delete_screenshot_after_min_ = value, *this;
  }
  session_request& delete_screenshot_after_min(std::same_as<std::nullptr_t> auto) {
    return delete_screenshot_after_min(std::nullopt);
  }

  /// Over the concurrency limit: true waits in state queued, false is refused with 429. Default: true.
  session_request& queue(bool value) { return queue_ = value, *this; }
  /// The IANA time zone in which the agent reads and writes times, such as "Europe/Paris". Default: UTC. A
  /// newer field: an older server refuses it.
  session_request& timezone(std::string value) { return timezone_ = std::move(value), *this; }
  /// A label to group sessions by.
  session_request& group_id(std::string value) { return group_id_ = std::move(value), *this; }
  /// The session that this one works for.
  session_request& parent_session_id(std::string value) {
    return parent_session_id_ = std::move(value), *this;
  }

  /// Changes one part of the agent for this session, at a dotted path:
  /// `override_value("agent.environments[kind=web].start_url", "https://example.com")`.
  session_request& override_value(std::string path, boost::json::value value) {
    overrides_[path] = std::move(value);
    return *this;
  }
  /// All such changes at once, path to value; replaces those given before.
  session_request& overrides(boost::json::object values) { return overrides_ = std::move(values), *this; }

  /// The JSON Schema (an object) that the answer must fit. It goes into an inline agent's `answer_format`,
  /// and to the override `agent.answer_format` for one of the catalog; a second one there is refused. A
  /// schema without a `title` gets the title "Answer", which the server names the answer by.
  session_request& answer_format(boost::json::value schema) {
    return answer_format_ = std::move(schema), *this;
  }
  /// Definitions of the caller's own tools (`name`, `description`, `input_schema`). They become the override
  /// `agent.tools`, in place of one given above. Whoever gives some must answer their calls: see
  /// session::send_tool_results.
  session_request& tool_definitions(boost::json::array definitions) {
    return tool_definitions_ = std::move(definitions), *this;
  }

  /// The catalog name (a string), the inline definition (an object), or null.
  boost::json::value const& agent() const { return agent_; }
  std::vector<user_message> const& messages() const { return messages_; }
  std::optional<std::int64_t> max_steps() const { return max_steps_; }
  std::optional<double> max_time_s() const { return max_time_s_; }
  std::optional<std::int64_t> idle_timeout_s() const { return idle_timeout_s_; }
  /// Empty: not sent. Holding an empty one: null, for ever.
  std::optional<std::optional<std::int64_t>> delete_after_min() const { return delete_after_min_; }
  std::optional<std::optional<std::int64_t>> delete_screenshot_after_min() const {
    return delete_screenshot_after_min_;
  }
  std::optional<bool> queue() const { return queue_; }
  std::optional<std::string> const& timezone() const { return timezone_; }
  std::optional<std::string> const& group_id() const { return group_id_; }
  std::optional<std::string> const& parent_session_id() const { return parent_session_id_; }
  boost::json::object const& overrides() const { return overrides_; }
  std::optional<boost::json::value> const& answer_format() const { return answer_format_; }
  std::optional<boost::json::array> const& tool_definitions() const { return tool_definitions_; }

 private:
  boost::json::value agent_;
  std::vector<user_message> messages_;
  std::optional<std::int64_t> max_steps_;
  std::optional<double> max_time_s_;
  std::optional<std::int64_t> idle_timeout_s_;
  std::optional<std::optional<std::int64_t>> delete_after_min_;
  std::optional<std::optional<std::int64_t>> delete_screenshot_after_min_;
  std::optional<bool> queue_;
  std::optional<std::string> timezone_;
  std::optional<std::string> group_id_;
  std::optional<std::string> parent_session_id_;
  boost::json::object overrides_;
  std::optional<boost::json::value> answer_format_;
  std::optional<boost::json::array> tool_definitions_;
};

}  // namespace hai
