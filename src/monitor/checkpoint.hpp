#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <hai/session_state.hpp>
#include <hai/until.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace hai::detail {

/// How far a session was told: the index after the last event, or the last state where events are not
/// followed (none: not seen yet).
struct position {
  std::uint64_t next_index = 0;
  std::optional<session_state> state;

  friend bool operator==(position const&, position const&) = default;
};

/// What a monitor goes on from, as it stands in the JSON of session_monitor::checkpoint().
struct checkpoint {
  bool events = true;
  hai::until until = hai::until::settled;
  std::map<std::string, position> watched;
  std::map<std::string, position> ended;
  std::set<std::string> unwatched;
  /// Have ended, and their children are still to be looked for.
  std::set<std::string> parents;
};

boost::json::value to_json(checkpoint const& from);

/// Throws hai::error with errc::invalid_argument, naming what is wrong.
checkpoint read_checkpoint(boost::json::value const& from);

}  // namespace hai::detail
