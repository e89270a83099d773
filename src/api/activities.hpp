#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace hai::api {

/// Counts what runs on behalf of a client, and lets close() wait until nothing does. Thread-safe.
class activities : public std::enable_shared_from_this<activities> {
 public:
  /// Counted until the token goes.
  std::shared_ptr<void> begin();
  /// Completes when nothing is counted. Not cancellable: what runs was told to stop before.
  boost::asio::awaitable<void> quiet();
  /// Drops who waits; for the end of the context.
  void drop() noexcept;

 private:
  using handler_type = boost::asio::any_completion_handler<void()>;

  void end() noexcept;

  std::mutex mutex_;
  std::size_t running_ = 0;
  std::vector<std::unique_ptr<handler_type>> waiting_;
};

}  // namespace hai::api
