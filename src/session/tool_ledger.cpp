#include "session/tool_ledger.hpp"

#include <algorithm>

namespace hai::detail {
namespace {

bool has_same_words(tool_request const& one, tool_request const& other) {
  return one.tool_name == other.tool_name && one.args == other.args;
}

/// Of two calls of one step.
bool is_same(tool_request const& one, tool_request const& other) {
  return one.id || other.id ? one.id == other.id : has_same_words(one, other);
}

bool holds(std::vector<tool_request> const& calls, tool_request const& call) {
  return std::any_of(calls.begin(), calls.end(), [&](auto const& each) { return is_same(each, call); });
}

}  // namespace

void tool_ledger::on_change(active_state_change_event const& change) {
  pending_.clear();
  if (change.state == session_state::awaiting_tool_results) {
    for (auto const& call : change.pending_tool_calls)
      if (!holds(pending_, call)) pending_.push_back(call);
  } else {
    ++step_;
  }
  std::erase_if(sent_, [&](auto const& call) { return !holds(pending_, call); });
}

bool tool_ledger::runs(tool_request const& call) const {
  return std::any_of(taken_.begin(), taken_.end(), [&](taken_call const& each) {
    // In a later step an id may stand for another call.
    return is_same(each.call, call) && (each.step == step_ || has_same_words(each.call, call));
  });
}

bool tool_ledger::is_taken(tool_request const& call) const { return runs(call) || holds(sent_, call); }

bool tool_ledger::has_fresh() const {
  return std::any_of(pending_.begin(), pending_.end(), [&](auto const& call) { return !is_taken(call); });
}

std::vector<tool_request> tool_ledger::take_fresh() {
  std::vector<tool_request> fresh;
  for (auto const& call : pending_)
    if (!is_taken(call)) fresh.push_back(call);
  for (auto const& call : fresh) taken_.push_back(taken_call{call, step_});
  return fresh;
}

bool tool_ledger::may_be_sent(tool_request const& call) const {
  return std::none_of(pending_.begin(), pending_.end(), [&](auto const& each) {
    return each.id && each.id == call.id && !has_same_words(each, call);
  });
}

void tool_ledger::mark_sent(tool_request const& call) {
  auto const taken = std::find_if(taken_.begin(), taken_.end(), [&](taken_call const& each) {
    return is_same(each.call, call) && has_same_words(each.call, call);
  });
  if (taken != taken_.end()) taken_.erase(taken);
  if (may_be_sent(call) && holds(pending_, call)) sent_.push_back(call);
}

}  // namespace hai::detail
