#pragma once

#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <utility>

#include "blocking_client.hpp"

namespace hai::sim::test {

/// Counts the polls that have begun to wait; give `watch` to the options.
class parked_polls {
 public:
  platform_options watch(platform_options options) {
    options.on_parked([this](request_record const&) {
      std::lock_guard const lock(mutex_);
      ++count_;
      changed_.notify_all();
    });
    return options;
  }
  /// Whether there were so many within ten seconds.
  bool wait_for(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

/// A GET on a thread of its own.
inline std::future<answer> get_async(platform const& p, std::string target) {
  return std::async(std::launch::async, [&p, target = std::move(target)] {
    blocking_client client(p);
    return client.get(target);
  });
}

}  // namespace hai::sim::test
