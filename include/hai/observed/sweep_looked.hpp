#pragma once

#include <chrono>
#include <cstdint>

#include <hai/detail/export.hpp>
#include <hai/observed/sweep_started.hpp>

namespace hai::observed {

/// A sweep has seen all that it looked for.
struct HAI_EXPORT sweep_looked {
  std::uint64_t sweep;
  sweep_kind kind;
  std::chrono::nanoseconds rest;    ///< until the next look
  std::chrono::nanoseconds outage;  ///< since the first of the failed looks before it; 0: there were none
};

}  // namespace hai::observed
