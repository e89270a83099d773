#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai::observed {

/// A stream's buffer is full: it does not poll before its consumer has taken from it.
struct HAI_EXPORT stream_lagging {
  std::uint64_t stream;
  std::string const& session_id;
  std::uint64_t next_index;  ///< the event that found no room
};

}  // namespace hai::observed
