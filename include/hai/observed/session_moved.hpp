#pragma once

#include <hai/detail/export.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>

namespace hai::observed {

/// A follower of a session (a stream, or a monitor that sweeps) sees it in another state. Each follower
/// begins with one from nothing to the state without a name, and ends with one to nothing; so their sum tells
/// how many sessions are followed in which state.
struct HAI_EXPORT session_moved {
  std::string const& session_id;
  std::optional<session_state> from;  ///< empty: it is followed from now on
  std::optional<session_state> to;    ///< empty: it is not followed any more
};

}  // namespace hai::observed
