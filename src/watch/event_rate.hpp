#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace hai::watch {

/// Events per second over the last five seconds. Times are handed in and never go back.
class event_rate {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit event_rate(time_point start) : start_(start) {}

  void add(std::size_t events, time_point now);
  double per_second(time_point now);
  std::uint64_t total() const { return total_; }

 private:
  void forget_before(time_point now);

  time_point start_;
  std::uint64_t total_ = 0;
  std::size_t recent_ = 0;
  std::deque<std::pair<time_point, std::size_t>> batches_;
};

}  // namespace hai::watch
