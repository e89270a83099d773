#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace hai::observe {

/// The streams that poll, and how each fares. Times are handed in.
class polling_streams {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  void started(std::uint64_t stream, time_point now) { streams_[stream] = standing{now, false, false}; }
  void ended(std::uint64_t stream) { streams_.erase(stream); }
  void lagging(std::uint64_t stream, bool is);
  void replied(std::uint64_t stream, bool is_good, time_point now);

  std::uint64_t count() const noexcept { return streams_.size(); }
  std::uint64_t count_lagging() const;
  std::uint64_t count_failing() const;
  /// The oldest last good reply, or start, of any stream; empty without streams.
  std::optional<time_point> least_recent() const;

 private:
  struct standing {
    time_point last_good;
    bool is_lagging;
    bool is_failing;
  };

  std::unordered_map<std::uint64_t, standing> streams_;
};

}  // namespace hai::observe
