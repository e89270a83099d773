#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "watch/fleet.hpp"

namespace hai::watch {

/// `12 running · 3 idle · 5 ended · 0 failed · 41.2 events/s · 01:07`, cut to the width of the terminal.
std::string status_line(fleet_counts const& counts, double events_per_second, std::chrono::seconds elapsed,
                        std::size_t columns);

/// Output of a terminal whose last row is the status line: lines are put above it.
class status_row {
 public:
  /// What to write to print whole lines and have `status` below them.
  std::string with_lines(std::string_view lines, std::string_view status);
  /// What to write to show a new status; nothing when it is the one that stands.
  std::string redrawn(std::string_view status);
  /// What to write to take the row away.
  std::string cleared();

 private:
  std::string shown_;
};

}  // namespace hai::watch
