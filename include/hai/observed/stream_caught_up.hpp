#pragma once

#include <chrono>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai::observed {

/// A lagging stream has room again, and goes on.
struct HAI_EXPORT stream_caught_up {
  std::uint64_t stream;
  std::string const& session_id;
  std::chrono::nanoseconds lagged;  ///< since stream_lagging
};

}  // namespace hai::observed
