#pragma once

namespace hai {

/// How much a log_observer tells; each level includes those before it.
enum class log_level {
  warn,  ///< faults, and that they are over; slow consumers; sessions that fail
  info,  ///< streams, sessions, connections
  debug  ///< each request, each page
};

}  // namespace hai
