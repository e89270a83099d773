#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "net/stop_switch.hpp"

namespace hai::api {

/// Counts what runs on behalf of a client, and lets close() wait until nothing does. Thread-safe.
class activities : public std::enable_shared_from_this<activities> {
 public:
  /// Counted until the token goes.
  std::shared_ptr<void> begin() { return begin(nullptr); }
  /// The same for what has to be told to stop.
  std::shared_ptr<void> begin(std::shared_ptr<net::stop_switch> const& stop);
  void stop_all();
  /// Completes when nothing is counted. Not cancellable: what runs was told to stop before.
  boost::asio::awaitable<void> quiet();
  /// Drops who waits; for the end of the context.
  void drop() noexcept;

 private:
  using handler_type = boost::asio::any_completion_handler<void()>;

  using switches = std::list<std::weak_ptr<net::stop_switch>>;

  void end(switches::iterator place) noexcept;

  std::mutex mutex_;
  switches running_;  ///< empty ones stand for what stops by other means
  std::vector<std::unique_ptr<handler_type>> waiting_;
};

}  // namespace hai::api
