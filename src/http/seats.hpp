#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "http/room.hpp"

namespace hai::http {

/// Who gets a place next. Two rooms; within a room first come, first served. A short call may also sit in the
/// long-poll room while nobody waits there; a long-poll never takes a short call's place. Pure: it knows
/// neither clocks nor threads.
class seats {
 public:
  using ticket = std::uint64_t;

  struct sizes {
    std::size_t long_poll = 0;
    std::size_t short_call = 0;
  };
  /// A place, and what it is used for.
  struct place {
    room from = room::long_poll;
    room used_for = room::long_poll;
  };
  struct grant {
    ticket whom = 0;
    place what;
  };

  explicit seats(sizes limits) noexcept : limits_(limits) {}

  /// A place now, or none: then `who` waits in line. Tickets must be given out in rising order.
  std::optional<place> enter(room wanted, ticket who);
  /// Gives a place back; tells who has it now.
  std::optional<grant> leave(place what);
  /// Takes `who` out of the line; false if it does not wait.
  bool abandon(ticket who);
  /// Changes how many places there are; tells who got one by that. Places in use stay in use.
  std::vector<grant> resize(sizes limits);

  sizes limits() const noexcept { return limits_; }
  std::size_t waiting(room which) const noexcept { return line(which).size(); }
  /// Long-polls that hold a place or wait for one.
  std::size_t polling() const noexcept { return polls_seated_ + long_line_.size(); }

 private:
  std::set<ticket> const& line(room which) const noexcept {
    return which == room::long_poll ? long_line_ : short_line_;
  }
  bool has_free(room which) const noexcept;
  void entered(place what) noexcept;
  void left(place what) noexcept;
  std::optional<grant> serve_next(room freed);

  sizes limits_;
  sizes taken_;
  std::size_t polls_seated_ = 0;
  std::set<ticket> long_line_;
  std::set<ticket> short_line_;
};

}  // namespace hai::http
