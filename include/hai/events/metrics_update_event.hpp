#pragma once

#include <hai/detail/export.hpp>
#include <hai/metrics.hpp>

namespace hai {

/// What the session has used so far.
struct HAI_EXPORT metrics_update_event {
  hai::metrics metrics;
};

}  // namespace hai
