#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/event.hpp>
#include <hai/metrics.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hai {

/// How a session, or one turn of it, ended.
struct HAI_EXPORT run_result {
  std::string id;
  session_state state;
  /// The turn's last answer: any JSON, null when it gave none. An answer with a format may come as JSON text.
  boost::json::value answer;
  /// The agent's own verdict: success, partial, infeasible, blocked, or a newer one.
  std::optional<std::string> outcome;
  std::optional<std::string> error;
  std::optional<std::string> error_code;
  hai::metrics metrics;
  /// The events seen on the way, where run_options::include_events asks for them; else none.
  std::vector<event> events;
  /// Where a later stream goes on: the index after the last event received.
  std::uint64_t next_index = 0;
  std::optional<std::string> agent_view_url;

  /// The answer as a T: see <hai/answer_as.hpp>, which must be included.
  template <class T>
  T answer_as() const;
};

}  // namespace hai
