#pragma once

#include <functional>
#include <hai/client_stats.hpp>
#include <hai/detail/export.hpp>
#include <optional>

namespace hai::observed {

/// A client was made; its copies and what client::with makes of it count as the same one.
struct HAI_EXPORT client_made {
  /// What the client holds now, from any thread; empty once it is gone. May be kept: it keeps nothing alive.
  std::function<std::optional<client_stats>()> stats;
};

}  // namespace hai::observed
