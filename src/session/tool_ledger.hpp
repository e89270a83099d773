#pragma once

#include <hai/events/active_state_change_event.hpp>
#include <hai/tool_request.hpp>
#include <string>
#include <unordered_set>
#include <vector>

namespace hai::detail {

/// Keeps account of a session's tool calls during one run: what the agent waits for, and what of it is being
/// or has been answered. A call is known by its id, or by name and arguments where it has none. Pure.
class tool_ledger {
 public:
  /// The latest list replaces what was known; a change to another state empties it.
  void on_change(active_state_change_event const& change);

  /// What the agent waits for, each call once.
  std::vector<tool_request> const& pending() const noexcept { return pending_; }
  /// Whether it waits for a call that nobody has taken.
  bool has_fresh() const;
  /// Those calls, in the order of the list; they are not fresh any more.
  std::vector<tool_request> take_fresh();
  /// The result of a call that was taken is about to be sent. The server may act on it, and even ask anew,
  /// before the reply comes.
  void mark_sent(tool_request const& call);

 private:
  bool is_taken(tool_request const& call) const;

  std::vector<tool_request> pending_;
  std::unordered_set<std::string> taken_ids_;
  // Of calls without an id. One that was sent may be asked again, once a list without it has come.
  std::vector<tool_request> taken_;
  std::vector<tool_request> sent_;
};

}  // namespace hai::detail
