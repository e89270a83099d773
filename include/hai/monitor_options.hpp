#pragma once

#include <cstddef>

#include <hai/detail/export.hpp>
#include <hai/until.hpp>

namespace hai {

/// What a session_monitor tells of its sessions, and how much it holds.
class HAI_EXPORT monitor_options {
 public:
  /// Whether events are followed, by one long-poll a session. Without them sweeps of the list of sessions
  /// tell ends and changes of state; a session that the list does not show is asked for its status. Default:
  /// true.
  monitor_options& events(bool value) { return events_ = value, *this; }
  /// Which states end a session. Default: until::settled.
  monitor_options& until(hai::until value) { return until_ = value, *this; }
  /// Whether the children of each watched session are watched too, and theirs. Default: false.
  monitor_options& follow_subagents(bool value) { return follow_subagents_ = value, *this; }
  /// Events received ahead of the consumer at most, those of all sessions together; beyond it one event of
  /// each session is let in, so that none is shut out by others. One session holds a quarter of it, and no
  /// more than 256. Default: 8192.
  monitor_options& buffer(std::size_t value) { return buffer_ = value, *this; }
  /// The same in bytes of event text. Default: 64 MiB.
  monitor_options& buffer_bytes(std::size_t value) { return buffer_bytes_ = value, *this; }

  bool events() const { return events_; }
  hai::until until() const { return until_; }
  bool follow_subagents() const { return follow_subagents_; }
  std::size_t buffer() const { return buffer_; }
  std::size_t buffer_bytes() const { return buffer_bytes_; }

 private:
  bool events_ = true;
  hai::until until_ = hai::until::settled;
  bool follow_subagents_ = false;
  std::size_t buffer_ = 8192;
  std::size_t buffer_bytes_ = std::size_t(64) << 20;
};

}  // namespace hai
