#include <hai/in_flight.hpp>
#include <hai/session_filter.hpp>

#include "model/timestamp.hpp"

namespace hai {

std::string session_filter::written(time_point when) {
  return model::written_timestamp(std::chrono::floor<std::chrono::microseconds>(when));
}

session_filter in_flight(until goal) {
  session_filter filter;
  filter.status({session_state::queued, session_state::pending, session_state::running, session_state::paused,
                 session_state::awaiting_tool_results});
  if (goal == until::terminal) filter.status(session_state::idle);
  return filter;
}

}  // namespace hai
