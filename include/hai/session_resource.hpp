#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <hai/detail/export.hpp>
#include <hai/session_state.hpp>
#include <hai/session_status.hpp>
#include <optional>
#include <string>

namespace hai {

/// A session as `GET /sessions/{id}` describes it.
struct HAI_EXPORT session_resource {
  std::string id;
  /// The request it was made from, its agent resolved to the full definition.
  boost::json::value request;
  session_status status;
  /// The same as status.state.
  session_state state;
  /// The session's page for people; may be missing while the session is queued.
  std::optional<std::string> agent_view_url;
  /// Any JSON; null when there is none.
  boost::json::value latest_answer;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> created_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> started_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> finished_at;
};

}  // namespace hai
