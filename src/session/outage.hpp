#pragma once

#include <chrono>
#include <hai/error.hpp>
#include <optional>

namespace hai::detail {

/// For how long the requests about one thing have failed, one after the other. Pure.
class outage {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  /// A request failed, or has begun to at `when`. True: the first one.
  bool failed(time_point when) noexcept {
    if (since_) return false;
    since_ = when;
    return true;
  }
  /// One succeeded, or what failed matters no more.
  void over() noexcept { since_.reset(); }
  /// The same; how long it lasted.
  duration end(time_point now) noexcept {
    auto const lasted = length(now);
    over();
    return lasted;
  }

  explicit operator bool() const noexcept { return since_.has_value(); }
  /// Zero where nothing has failed.
  duration length(time_point now) const noexcept { return since_ ? now - *since_ : duration::zero(); }
  /// When it will have lasted for `patience`. Only while something fails.
  time_point after(duration patience) const noexcept { return *since_ + patience; }

 private:
  std::optional<time_point> since_;
};

/// What ends the wait for something that has failed for as long as `patience`: errc::gave_up, with the last
/// failure's words and reply.
error gave_up(error const& last, outage::duration patience);

}  // namespace hai::detail
