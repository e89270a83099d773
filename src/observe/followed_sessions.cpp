#include "observe/followed_sessions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hai::observe {
namespace {

std::array<session_state, 10> const& known_states() {
  static std::array<session_state, 10> const states = {
      session_state::queued,     session_state::pending, session_state::running,
      session_state::paused,     session_state::idle,    session_state::awaiting_tool_results,
      session_state::completed,  session_state::failed,  session_state::timed_out,
      session_state::interrupted};
  return states;
}

}  // namespace

std::string_view state_label(session_state const& state) {
  auto const& known = known_states();
  auto const found = std::find(known.begin(), known.end(), state);
  if (found != known.end()) return found->name();
  return state.name().empty() ? "unknown" : "other";
}

void followed_sessions::moved(observed::session_moved const& change) {
  auto& session = sessions_[change.session_id];
  if (!change.from) ++session.followers;
  if (change.to) {
    // A follower that has just come knows less than those that are there.
    if (change.from || session.followers == 1) session.state = *change.to;
    if (change.from && session.state.is_in_flight()) session.end_told = false;
  } else if (session.followers <= 1) {
    sessions_.erase(change.session_id);
  } else {
    --session.followers;
  }
}

bool followed_sessions::is_new_end(std::string const& session_id) {
  auto const found = sessions_.find(session_id);
  return found == sessions_.end() || !std::exchange(found->second.end_told, true);
}

std::map<std::string, std::uint64_t, std::less<>> followed_sessions::counts() const {
  std::map<std::string, std::uint64_t, std::less<>> counts;
  for (auto const& state : known_states()) counts[state.name()] = 0;
  counts["unknown"] = counts["other"] = 0;
  for (auto const& [id, session] : sessions_) ++counts.find(state_label(session.state))->second;
  return counts;
}

}  // namespace hai::observe
