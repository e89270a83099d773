#pragma once

#include <chrono>
#include <cstdint>

#include <hai/detail/export.hpp>
#include <hai/observed/sweep_started.hpp>

namespace hai {
class error;
}

namespace hai::observed {

/// A look of a sweep failed, after the repetitions of its requests, and will be made again.
struct HAI_EXPORT sweep_failing {
  std::uint64_t sweep;
  sweep_kind kind;
  error const& why;
  std::chrono::nanoseconds outage;  ///< since the first failure in a row
};

}  // namespace hai::observed
