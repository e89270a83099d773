#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai::observed {

/// A stream took in a page of events.
struct HAI_EXPORT stream_received {
  std::uint64_t stream;
  std::string const& session_id;
  std::uint64_t events;
  std::uint64_t next_index;  ///< after them
};

}  // namespace hai::observed
