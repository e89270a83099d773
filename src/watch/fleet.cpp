#include "watch/fleet.hpp"

namespace hai::watch {

void fleet::saw(std::size_t session, event_payload const& payload) {
  if (auto const* change = std::get_if<active_state_change_event>(&payload))
    standing_[session] = change->state == session_state::idle ? standing::idle : standing::running;
}

void fleet::ended(std::size_t session, session_state const& state) {
  standing_[session] = state == session_state::completed ? standing::ended
                       : state == session_state::idle    ? standing::idle
                                                         : standing::failed;
}

fleet_counts fleet::counts() const {
  fleet_counts counts;
  for (standing const one : standing_) switch (one) {
      case standing::running:
        ++counts.running;
        break;
      case standing::idle:
        ++counts.idle;
        break;
      case standing::ended:
        ++counts.ended;
        break;
      case standing::failed:
        ++counts.failed;
        break;
    }
  return counts;
}

}  // namespace hai::watch
