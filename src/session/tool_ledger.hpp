#pragma once

#include <cstdint>
#include <hai/events/active_state_change_event.hpp>
#include <hai/tool_request.hpp>
#include <vector>

namespace hai::detail {

/// Keeps account of a session's tool calls during one run: what the agent waits for, and what of it is being
/// or has been answered. Within a step of the agent, a call is known by its id, or by name and arguments
/// where it has none; a later step may use the same ids for other calls. Pure.
class tool_ledger {
 public:
  /// The latest list replaces what was known; a change to another state empties it, and ends the step.
  void on_change(active_state_change_event const& change);

  /// What the agent waits for, each call once.
  std::vector<tool_request> const& pending() const noexcept { return pending_; }
  /// Whether it waits for a call that nobody has taken.
  bool has_fresh() const;
  /// Those calls, in the order of the list; they are not fresh any more.
  std::vector<tool_request> take_fresh();
  /// Whether the result of a call that was taken still belongs to it: not where the agent waits for another
  /// call of that id.
  bool may_be_sent(tool_request const& call) const;
  /// The result of a call that was taken is about to be sent, or is not to be sent. The server may act on it,
  /// and even ask anew, before the reply comes.
  void mark_sent(tool_request const& call);

 private:
  struct taken_call {
    tool_request call;
    std::uint64_t step;
  };

  bool runs(tool_request const& call) const;
  bool is_taken(tool_request const& call) const;

  std::uint64_t step_ = 0;
  std::vector<tool_request> pending_;
  std::vector<taken_call> taken_;   ///< and not sent
  std::vector<tool_request> sent_;  ///< while lists still show them; then the same call may be asked again
};

}  // namespace hai::detail
