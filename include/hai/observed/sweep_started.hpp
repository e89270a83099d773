#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>

namespace hai::observed {

/// What a monitor looks for time and again, without streams.
enum class sweep_kind {
  discovery,  ///< sessions to watch, in the list: session_monitor::discover
  subagents,  ///< the children of watched sessions: monitor_options::follow_subagents
  states      ///< the states of all watched sessions: monitor_options::events(false)
};

/// A sweep began to look; also when it goes on after an end.
struct HAI_EXPORT sweep_started {
  std::uint64_t sweep;  ///< its number: no other sweep and no stream of the process has it
  sweep_kind kind;
};

}  // namespace hai::observed
