#pragma once

#include <hai/detail/export.hpp>
#include <hai/session_filter.hpp>
#include <hai/until.hpp>

namespace hai {

/// The sessions that are in flight: in any state that does not end a stream of this `goal`. So with
/// until::terminal those too that are idle. The filter may be narrowed further.
/// @snippet session_monitor.cpp in_flight
HAI_EXPORT session_filter in_flight(until goal = until::settled);

}  // namespace hai
