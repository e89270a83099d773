#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai::observed {

/// A stream began to poll: an event_stream, or the cursor of a session; also when it goes on after an end.
struct HAI_EXPORT stream_started {
  std::uint64_t stream;           ///< its number, unique in the process, sweeps included; counts from 1
  std::string const& session_id;  ///< a secret for shared sessions: whoever has it can read them
  std::uint64_t next_index;
};

}  // namespace hai::observed
