#include "net/tls_tickets.hpp"

namespace hai::net {

namespace {
// Redirects to storage may name a new host each time.
constexpr std::size_t max_origins = 32;
}  // namespace

void ticket_stack::push(session_ptr ticket) {
  session_ptr oldest;
  std::lock_guard const lock(mutex_);
  if (tickets_.size() == capacity) {
    oldest = std::move(tickets_.front());
    tickets_.pop_front();
  }
  tickets_.push_back(std::move(ticket));
}

session_ptr ticket_stack::pop() {
  std::lock_guard const lock(mutex_);
  while (!tickets_.empty()) {
    session_ptr newest = std::move(tickets_.back());
    tickets_.pop_back();
    if (SSL_SESSION_is_resumable(newest.get())) return newest;
  }
  return nullptr;
}

std::size_t ticket_stack::size() const {
  std::lock_guard const lock(mutex_);
  return tickets_.size();
}

std::shared_ptr<ticket_stack> tls_tickets::of(origin const& where) {
  std::lock_guard const lock(mutex_);
  auto const known = stacks_.find(where);
  if (known != stacks_.end()) return known->second;
  if (stacks_.size() == max_origins) {
    auto unused = stacks_.begin();
    for (auto each = stacks_.begin(); each != stacks_.end(); ++each)
      if (each->second.use_count() == 1) unused = each;
    stacks_.erase(unused);
  }
  return stacks_.emplace(where, std::make_shared<ticket_stack>()).first->second;
}

}  // namespace hai::net
