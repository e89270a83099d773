#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

#include "net/system.hpp"

namespace hai::net {

/// Ends what one coroutine waits for, from any thread. The coroutine, on `executor`, names the timer that it
/// waits on, and looks whether it is stopped when that ends.
class stop_switch : public std::enable_shared_from_this<stop_switch> {
 public:
  explicit stop_switch(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  /// Thread-safe.
  void stop() {
    boost::asio::post(executor_, [weak = weak_from_this()] {
      auto const self = weak.lock();
      if (!self) return;
      self->stopped_ = true;
      if (auto const waiting = self->wake_.lock()) waiting->cancel();
    });
  }

  bool is_stopped() const noexcept { return stopped_; }
  void wakes(std::shared_ptr<timer> const& wake) noexcept { wake_ = wake; }

 private:
  boost::asio::any_io_executor const executor_;
  std::weak_ptr<timer> wake_;
  bool stopped_ = false;
};

}  // namespace hai::net
