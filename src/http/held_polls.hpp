#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <vector>

#include "net/system.hpp"

namespace hai::http {

/// The long-polls that servers hold now, in the order in which they began, and how each is told to make way.
/// Thread-safe.
class held_polls {
 public:
  struct entry {
    net::time_point until;  ///< when the server lets go of it by itself
    std::function<void()> make_way;
  };
  /// One entry, in the list or beside it: entering and leaving allocate nothing.
  using ticket = std::list<entry>;

  void enter(ticket& who) noexcept {
    std::lock_guard lock(mutex_);
    held_.splice(held_.end(), who, who.begin());
  }
  void leave(ticket& home, ticket::iterator who) noexcept {
    std::lock_guard lock(mutex_);
    home.splice(home.begin(), held_, who);
  }

  std::vector<net::time_point> ends() const;
  /// Asks the `count` polls that have been held longest, of those that would be held past `end`, to make way.
  /// No lock is held while they are asked.
  void end_early(std::size_t count, net::time_point end) const;

 private:
  mutable std::mutex mutex_;
  std::list<entry> held_;
};

}  // namespace hai::http
