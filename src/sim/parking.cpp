#include "parking.hpp"

#include <utility>

namespace hai::sim {

void parking::add(std::shared_ptr<sleeper> const& who, std::string session, time_point until) {
  remove(who.get());
  if (!session.empty()) by_session_.emplace(session, who.get());
  spots_.emplace(who.get(), spot{who, std::move(session), until});
}

void parking::remove(sleeper const* who) {
  auto const found = spots_.find(who);
  if (found == spots_.end()) return;
  auto [begin, end] = by_session_.equal_range(found->second.session);
  while (begin != end && begin->second != who) ++begin;
  if (begin != end) by_session_.erase(begin);
  spots_.erase(found);
}

parking::woken parking::of_session(std::string const& session) const {
  woken found;
  auto const [begin, end] = by_session_.equal_range(session);
  for (auto i = begin; i != end; ++i)
    if (auto who = spots_.at(i->second).who.lock()) found.push_back(std::move(who));
  return found;
}

parking::woken parking::due(time_point now) const {
  woken found;
  for (auto const& [key, taken] : spots_)
    if (auto who = taken.until <= now ? taken.who.lock() : nullptr) found.push_back(std::move(who));
  return found;
}

parking::woken parking::all() const { return due(time_point::max()); }

}  // namespace hai::sim
