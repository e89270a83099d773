#pragma once

#include <cstdint>
#include <hai/observer.hpp>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hai::observe {

/// Which sessions are followed, and where each stands, however many follow it.
class followed_sessions {
 public:
  void moved(observed::session_moved const& change);
  /// Whether this end is news: not one that another follower has reported since the session last worked.
  bool is_new_end(std::string const& session_id);

  bool empty() const noexcept { return sessions_.empty(); }
  /// Of each state that has a name of its own here: the documented ones, "unknown" (not seen yet) and
  /// "other".
  std::map<std::string, std::uint64_t, std::less<>> counts() const;

 private:
  struct standing {
    std::uint64_t followers = 0;
    session_state state;
    bool end_told = false;
  };

  std::unordered_map<std::string, standing> sessions_;
};

/// The name under which a state is counted.
std::string_view state_label(session_state const& state);

}  // namespace hai::observe
