#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <hai/detail/export.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>

namespace hai {

/// One line of the list of sessions.
struct HAI_EXPORT session_summary {
  std::string id;
  session_state state;
  /// The agent's catalog name; empty for an inline agent.
  std::optional<std::string> agent;
  std::optional<std::string> agent_view_url;
  /// The message that started the session, as the server recorded it; null when there is none.
  boost::json::value first_message;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> created_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> started_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> finished_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> last_activity_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> anonymized_at;
};

}  // namespace hai
