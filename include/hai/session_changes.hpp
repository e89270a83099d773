#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <hai/detail/export.hpp>
#include <hai/event.hpp>
#include <hai/metrics.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hai {

/// A 200 reply of `GET /sessions/{id}/changes`: a snapshot of the session, and the events from the asked
/// index on. Failure fields are often missing here; session_status has them.
struct HAI_EXPORT session_changes {
  session_state state;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> started_at;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> finished_at;
  std::optional<std::string> error;
  std::optional<std::string> error_code;
  /// In index order, without a gap, the first one at the asked index.
  std::vector<event> new_events;
  /// Any JSON; null when there is none. An answer with a format may come as JSON text.
  boost::json::value answer;
  std::optional<std::string> outcome;
  hai::metrics metrics;
};

}  // namespace hai
