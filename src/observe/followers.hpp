#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <hai/observed/sweep_started.hpp>
#include <optional>
#include <unordered_map>

namespace hai::observe {

/// The streams and the sweeps that work, each by its number, and how each fares. Times are handed in. A
/// number that is not known, as that of one that has ended, is passed over.
class followers {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using sweep_kind = observed::sweep_kind;
  static constexpr std::array<sweep_kind, 3> sweep_kinds = {sweep_kind::discovery, sweep_kind::subagents,
                                                            sweep_kind::states};

  void stream_started(std::uint64_t number, time_point now) {
    working_[number] = standing{std::nullopt, now};
  }
  void sweep_started(std::uint64_t number, sweep_kind what, time_point now) {
    working_[number] = standing{what, now};
  }
  void ended(std::uint64_t number) { working_.erase(number); }

  /// The outcome of one request. For a stream the last one counts. A good reply does not make good a look of
  /// a sweep that failed: it may be a page of a list that cannot be read whole.
  void replied(std::uint64_t number, bool is_good, time_point now);
  /// The buffer of a stream is full, or has room again.
  void lagging(std::uint64_t number, bool is);
  /// A sweep has seen all that it looked for, and rests.
  void looked(std::uint64_t number, std::chrono::nanoseconds rest, time_point now);
  void look_failed(std::uint64_t number);

  std::uint64_t streams() const;
  std::uint64_t lagging_streams() const;
  std::uint64_t failing_streams() const;
  std::uint64_t sweeps(sweep_kind of) const;
  std::uint64_t failing_sweeps() const;
  /// Since when the one that fares worst has had no good reply; the rest that a sweep takes after a good look
  /// does not count. Empty without any.
  std::optional<time_point> least_recent() const;

 private:
  struct standing {
    std::optional<sweep_kind> sweep;  ///< none: a stream
    time_point good_until;
    bool is_lagging = false;
    bool is_failing = false;
  };

  standing* find(std::uint64_t number);
  template <class Test>
  std::uint64_t count(Test test) const;

  std::unordered_map<std::uint64_t, standing> working_;
};

}  // namespace hai::observe
