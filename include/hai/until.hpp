#pragma once

namespace hai {

/// Which states end a stream or a wait.
enum class until {
  settled,   ///< a terminal state, or idle: the turn is over
  terminal,  ///< completed, failed, timed_out or interrupted only
};

}  // namespace hai
