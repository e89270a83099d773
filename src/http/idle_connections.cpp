#include "http/idle_connections.hpp"

namespace hai::http {

idle_connections::idle_connections(limits how_long, std::shared_ptr<counters> counted)
    : limits_(how_long), counters_(std::move(counted)) {}

idle_connections::~idle_connections() { close(); }

std::optional<observed::close_reason> idle_connections::expiry_of(connection const& which,
                                                                  net::time_point now) const noexcept {
  if (now - which.last_used > limits_.expiry) return observed::close_reason::idle_expired;
  if (limits_.max_lifetime > net::duration::zero() && now - which.born > limits_.max_lifetime)
    return observed::close_reason::lifetime;
  return std::nullopt;
}

std::unique_ptr<connection> idle_connections::take(route_key const& where, net::time_point now) {
  outcast expired;  // closed after the lock is gone
  for (;;) {
    std::unique_ptr<connection> candidate;
    {
      std::lock_guard lock(mutex_);
      remove_expired(now, expired);
      auto const found = shelves_.find(where);
      if (found == shelves_.end()) return nullptr;
      candidate = std::move(found->second.back());
      found->second.pop_back();
      counters_->connections_idle.subtract();
      if (found->second.empty()) shelves_.erase(found);
    }
    auto const expiry = expiry_of(*candidate, now);
    if (!expiry && candidate->stream->is_idle()) return candidate;
    candidate->fate = expiry.value_or(observed::close_reason::server_closed);
  }
}

void idle_connections::put(route_key const& where, std::unique_ptr<connection> which, net::time_point now) {
  outcast expired;
  std::lock_guard lock(mutex_);
  remove_expired(now, expired);
  auto const expiry = expiry_of(*which, now);
  if (closed_ || expiry) {
    if (expiry) which->fate = *expiry;
    expired.push_back(std::move(which));
    return;
  }
  shelves_[where].push_back(std::move(which));
  counters_->connections_idle.add();
}

void idle_connections::make_room(std::size_t bound) {
  outcast evicted;
  std::lock_guard lock(mutex_);
  for (auto open = counters_->connections_open.get(); open > bound && !shelves_.empty(); --open) {
    auto oldest = shelves_.begin();
    for (auto each = shelves_.begin(); each != shelves_.end(); ++each)
      if (each->second.front()->last_used < oldest->second.front()->last_used) oldest = each;
    oldest->second.front()->fate = observed::close_reason::evicted;
    evicted.push_back(std::move(oldest->second.front()));
    oldest->second.pop_front();
    counters_->connections_idle.subtract();
    if (oldest->second.empty()) shelves_.erase(oldest);
  }
}

void idle_connections::remove_expired(net::time_point now, outcast& expired) {
  for (auto each = shelves_.begin(); each != shelves_.end();) {
    auto& kept = each->second;
    while (!kept.empty()) {
      auto const expiry = expiry_of(*kept.front(), now);
      if (!expiry) break;
      kept.front()->fate = *expiry;
      expired.push_back(std::move(kept.front()));
      kept.pop_front();
      counters_->connections_idle.subtract();
    }
    each = kept.empty() ? shelves_.erase(each) : std::next(each);
  }
}

void idle_connections::close() noexcept {
  std::map<route_key, shelf> closing;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    closing.swap(shelves_);
    for (auto const& [where, kept] : closing) counters_->connections_idle.subtract(kept.size());
  }
}

}  // namespace hai::http
