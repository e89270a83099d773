#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "net/system.hpp"

namespace hai::detail {

/// Whose children to look for next: those of each watched session at first, then again every half minute, and
/// once more after its end. Pure: times are handed in.
class child_looks {
 public:
  /// A session is watched from now on.
  void add(std::string const& id, net::time_point now);
  /// It has ended: one more look, then no more.
  void ended(std::string const& id, net::time_point now);
  void remove(std::string const& id);

  struct turn {
    std::string id;
    net::time_point due;
  };
  /// The next look; none: nothing is watched.
  std::optional<turn> next() const;
  /// It was made, begun at `asked`.
  void looked(std::string const& id, net::time_point asked, net::time_point now);

  /// Sessions that have ended and were not looked at since.
  std::set<std::string> const& last_looks() const noexcept { return last_; }

 private:
  void plan(std::string const& id, net::time_point due);

  std::set<std::pair<net::time_point, std::string>> line_;
  std::unordered_map<std::string, net::time_point> due_;
  std::unordered_map<std::string, net::time_point> ended_at_;
  std::set<std::string> last_;
};

}  // namespace hai::detail
