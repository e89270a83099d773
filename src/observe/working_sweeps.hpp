#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <hai/observed/sweep_started.hpp>
#include <optional>
#include <unordered_map>

namespace hai::observe {

/// The sweeps that look, and how each fares. Times are handed in.
class working_sweeps {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using kind = observed::sweep_kind;
  static constexpr std::array<kind, 3> kinds = {kind::discovery, kind::subagents, kind::states};

  void started(std::uint64_t sweep, kind what, time_point now) {
    sweeps_[sweep] = standing{what, now, false};
  }
  void ended(std::uint64_t sweep) { sweeps_.erase(sweep); }
  void looked(std::uint64_t sweep, std::chrono::nanoseconds rest, time_point now);
  void failed(std::uint64_t sweep);
  /// A good reply to one of its requests. It does not make good a look that failed: it may be a page of a
  /// list that cannot be read whole.
  void replied(std::uint64_t sweep, time_point now);

  std::uint64_t count(kind of) const;
  std::uint64_t count_failing() const;
  /// Since when the one that fares worst has had no good reply; the rest that it takes after a good look does
  /// not count. Empty without sweeps.
  std::optional<time_point> least_recent() const;

 private:
  struct standing {
    kind what;
    time_point good_until;
    bool is_failing;
  };

  std::unordered_map<std::uint64_t, standing> sweeps_;
};

}  // namespace hai::observe
