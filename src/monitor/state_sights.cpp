#include "monitor/state_sights.hpp"

#include <utility>

namespace hai::detail {

void state_sights::follow(std::vector<std::shared_ptr<state_feed>> const& all) {
  if (!watching_) return;
  ++round_;
  for (auto const& each : all) {
    if (each->is_finished()) continue;
    auto [found, is_new] = sights_.try_emplace(each.get(), followed{each, nullptr, round_});
    found->second.round = round_;
    if (!is_new) continue;
    found->second.sight = std::make_unique<session_sight>(watching_, *each->id());
    found->second.sight->begin();
    refresh(*each);
  }
  std::erase_if(sights_, [this](auto const& each) { return each.second.round != round_; });
}

void state_sights::refresh(state_feed const& which) {
  auto const found = sights_.find(&which);
  if (found == sights_.end()) return;
  if (auto const state = which.seen()) found->second.sight->saw(*state);
}

void state_sights::ended(state_feed const& which, run_result const& result) {
  auto const found = sights_.find(&which);
  if (found == sights_.end()) return;
  found->second.sight->saw(result.state);
  found->second.sight->ended(result);
  sights_.erase(found);
}

}  // namespace hai::detail
