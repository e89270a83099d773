#pragma once

#include <hai/agents.hpp>

#include <string>

namespace dashboard {

/// An event as a line of a session's timeline: `{"index":…,"at":…,"kind":…,"text":…,"screen":…}`.
std::string timeline_line(hai::event const& of);

}  // namespace dashboard
