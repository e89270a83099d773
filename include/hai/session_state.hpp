#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace hai {

/// Where a session stands. The ten documented states have constants; a state this version does not know keeps
/// the server's own text and counts as in flight, so that a newer server never ends a stream by surprise. A
/// default-constructed state is such an unknown one, with empty text. Cheap to copy; a value like any other.
class HAI_EXPORT session_state {
 public:
  /// Waits for a free slot of the organisation's concurrency limit.
  static const session_state queued;
  /// Accepted; its environment is being made ready.
  static const session_state pending;
  static const session_state running;
  static const session_state paused;
  /// Has answered and waits for a follow-up message until its idle timeout.
  static const session_state idle;
  /// Waits for the client to post the results of custom tools.
  static const session_state awaiting_tool_results;
  static const session_state completed;
  static const session_state failed;
  static const session_state timed_out;
  /// Cancelled by a caller.
  static const session_state interrupted;

  constexpr session_state() noexcept = default;
  /// The state of this name on the wire ("running", …); any other text is kept as an unknown state.
  explicit session_state(std::string_view name);

  /// The name on the wire.
  std::string const& name() const noexcept;

  /// completed, failed, timed_out or interrupted. Not for ever: a message restarts even a terminal session.
  bool is_terminal() const noexcept;
  /// Terminal, or idle.
  bool is_settled() const noexcept;
  /// Not settled: work is going on, or (for an unknown state) may be.
  bool is_in_flight() const noexcept { return !is_settled(); }

  friend bool operator==(session_state const& a, session_state const& b) noexcept {
    return a.code_ == b.code_ && (a.code_ != code::unknown || a.name() == b.name());
  }

 private:
  enum class code : std::uint8_t {
    unknown,
    queued,
    pending,
    running,
    paused,
    idle,
    awaiting_tool_results,
    completed,
    failed,
    timed_out,
    interrupted
  };

  explicit constexpr session_state(code known) noexcept : code_(known) {}

  std::shared_ptr<std::string const> unknown_name_;
  code code_ = code::unknown;
};

/// Writes name().
HAI_EXPORT std::ostream& operator<<(std::ostream& out, session_state const& state);

// constinit: usable from any static initialiser, in whatever order the linker runs them.
inline constinit const session_state session_state::queued{code::queued};
inline constinit const session_state session_state::pending{code::pending};
inline constinit const session_state session_state::running{code::running};
inline constinit const session_state session_state::paused{code::paused};
inline constinit const session_state session_state::idle{code::idle};
inline constinit const session_state session_state::awaiting_tool_results{code::awaiting_tool_results};
inline constinit const session_state session_state::completed{code::completed};
inline constinit const session_state session_state::failed{code::failed};
inline constinit const session_state session_state::timed_out{code::timed_out};
inline constinit const session_state session_state::interrupted{code::interrupted};

}  // namespace hai
