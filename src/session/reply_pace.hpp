#pragma once

#include <algorithm>
#include <chrono>
#include <utility>

namespace hai::detail {

/// Who goes first when a poll's reply has come: the consumer that it woke, or the next poll. Pure.
class reply_pace {
 public:
  using duration = std::chrono::steady_clock::duration;

  /// The reply under way has woken a consumer.
  void note_woken() noexcept { has_woken_ = true; }

  /// That reply took so long. One that took little longer than the way there and back says that more are
  /// waiting: the next one is asked for while the consumer is busy with it. One that was waited for goes to
  /// the consumer first.
  bool consumer_comes_first(duration took) noexcept {
    fastest_ = std::min(fastest_, took);
    return std::exchange(has_woken_, false) && took - fastest_ >= soon;
  }
  /// It was the reply to another question.
  void forget_woken() noexcept { has_woken_ = false; }

 private:
  static constexpr std::chrono::milliseconds soon{10};

  bool has_woken_ = false;
  duration fastest_ = duration::max();  ///< the way to the server and back, and no more, at best
};

}  // namespace hai::detail
