#include "session/tool_ledger.hpp"

#include <algorithm>

namespace hai::detail {
namespace {

bool is_same(tool_request const& one, tool_request const& other) {
  if (one.id || other.id) return one.id == other.id;
  return one.tool_name == other.tool_name && one.args == other.args;
}

bool holds(std::vector<tool_request> const& calls, tool_request const& call) {
  return std::any_of(calls.begin(), calls.end(), [&](auto const& each) { return is_same(each, call); });
}

}  // namespace

void tool_ledger::on_change(active_state_change_event const& change) {
  pending_.clear();
  if (change.state == session_state::awaiting_tool_results)
    for (auto const& call : change.pending_tool_calls)
      if (!holds(pending_, call)) pending_.push_back(call);
  std::erase_if(sent_, [&](auto const& call) { return !holds(pending_, call); });
}

bool tool_ledger::is_taken(tool_request const& call) const {
  return call.id ? taken_ids_.contains(*call.id) : holds(taken_, call) || holds(sent_, call);
}

bool tool_ledger::has_fresh() const {
  return std::any_of(pending_.begin(), pending_.end(), [&](auto const& call) { return !is_taken(call); });
}

std::vector<tool_request> tool_ledger::take_fresh() {
  std::vector<tool_request> fresh;
  for (auto const& call : pending_)
    if (!is_taken(call)) fresh.push_back(call);
  for (auto const& call : fresh) {
    if (call.id)
      taken_ids_.insert(*call.id);
    else
      taken_.push_back(call);
  }
  return fresh;
}

void tool_ledger::mark_sent(tool_request const& call) {
  if (call.id) return;
  std::erase_if(taken_, [&](auto const& each) { return is_same(each, call); });
  if (holds(pending_, call)) sent_.push_back(call);
}

}  // namespace hai::detail
