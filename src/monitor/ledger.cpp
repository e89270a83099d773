#include "monitor/ledger.hpp"

namespace hai::detail {

void ledger::watch(std::string const& id, position from) {
  forget_in_hand(id);
  past_.erase(id);
  watched_[id] = std::move(from);
}

void ledger::unwatch(std::string const& id) {
  forget_in_hand(id);
  watched_.erase(id);
  past_session dropped;
  dropped.how = past_session::kind::unwatched;
  remember(id, std::move(dropped));
}

void ledger::first_seen(std::string const& id, session_state const& state) {
  auto const found = watched_.find(id);
  if (found != watched_.end() && !found->second.state) found->second.state = state;
}

void ledger::hand_out(std::string const& id, position const& after) {
  if (!in_hand_.empty() && in_hand_.back().id == id)
    in_hand_.back().after = after;
  else
    in_hand_.push_back({id, after, false});
}

void ledger::hand_out_last(std::string const& id, past_session over) {
  in_hand_.push_back({id, over.at, true});
  remember(id, std::move(over));
}

void ledger::acknowledge() {
  for (auto& each : in_hand_) {
    auto const found = watched_.find(each.id);
    if (found == watched_.end()) continue;
    if (each.last)
      watched_.erase(found);
    else
      found->second = std::move(each.after);
  }
  in_hand_.clear();
}

past_session const* ledger::past(std::string const& id) const {
  auto const found = past_.find(id);
  return found == past_.end() ? nullptr : &found->second.first;
}

void ledger::restore(checkpoint const& from) {
  for (auto const& [id, at] : from.watched) watch(id, at);
  for (auto const& [id, at] : from.ended) {
    past_session over;
    over.at = at;
    if (at.state) over.state = *at.state;
    over.when = net::time_point::min();
    over.restored = true;
    watched_.erase(id);
    remember(id, std::move(over));
  }
  for (auto const& id : from.unwatched) unwatch(id);
}

void ledger::save(checkpoint& to) const {
  for (auto const& [id, at] : watched_) to.watched.emplace(id, at);
  for (auto const& [id, entry] : past_) {
    if (watched_.contains(id)) continue;  // its last item is in hand
    if (entry.first.how == past_session::kind::unwatched)
      to.unwatched.insert(id);
    else
      to.ended.emplace(id, entry.first.at);
  }
}

void ledger::forget_in_hand(std::string const& id) {
  std::erase_if(in_hand_, [&](in_hand const& each) { return each.id == id; });
}

void ledger::remember(std::string const& id, past_session over) {
  past_[id] = {std::move(over), ++remembered_};
  oldest_past_.emplace_back(id, remembered_);
  while (past_.size() > most_past_ || oldest_past_.size() > 2 * most_past_) {
    auto const& [oldest, number] = oldest_past_.front();
    auto const found = past_.find(oldest);
    if (found != past_.end() && found->second.second == number) past_.erase(found);
    oldest_past_.pop_front();
  }
}

}  // namespace hai::detail
