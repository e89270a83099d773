#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hai::observe {

/// Durations, counted by size. The bounds reach from a quick call to a long-poll that timed out.
class histogram {
 public:
  static constexpr std::array<double, 12> bounds = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 26, 60};

  void add(std::chrono::nanoseconds taken) {
    double const seconds = std::chrono::duration<double>(taken).count();
    std::size_t bucket = 0;
    while (bucket < bounds.size() && seconds > bounds[bucket]) ++bucket;
    ++buckets_[bucket];
    sum_ += seconds;
  }

  /// How many were at most bounds[bucket]; of bounds.size(): all.
  std::uint64_t count_up_to(std::size_t bucket) const {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i <= bucket; ++i) count += buckets_[i];
    return count;
  }
  double sum() const { return sum_; }

 private:
  std::array<std::uint64_t, bounds.size() + 1> buckets_{};
  double sum_ = 0;
};

}  // namespace hai::observe
