#pragma once

#include <hai/metrics.hpp>

namespace hai {

/// What the session has used so far.
struct metrics_update_event {
  hai::metrics metrics;
};

}  // namespace hai
