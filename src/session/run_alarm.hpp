#pragma once

#include <boost/system/error_code.hpp>
#include <memory>
#include <utility>

#include "net/system.hpp"

namespace hai::detail {

/// The timer of a run's race: fires at the deadline, or as soon as it is tripped. Copies are one alarm; all
/// of it happens on one strand.
class run_alarm {
 public:
  explicit run_alarm(std::unique_ptr<net::timer> timer)
      : shared_(std::make_shared<shared>(std::move(timer))) {}

  void expires_at(net::time_point when) { shared_->timer->expires_at(when); }
  void trip() {
    shared_->tripped = true;
    shared_->timer->cancel();
  }
  void cancel() { shared_->timer->cancel(); }

  /// Without an error when it fires; the handler runs on the strand of the timer.
  template <class Handler>
  void async_wait(Handler handler) {
    shared_->timer->async_wait([handler = std::move(handler),
                                weak = std::weak_ptr(shared_)](boost::system::error_code failure) mutable {
      auto const alive = weak.lock();
      bool const tripped = alive && alive->tripped;
      std::move(handler)(tripped ? boost::system::error_code() : failure);
    });
    if (shared_->tripped) shared_->timer->cancel();
  }

 private:
  struct shared {
    explicit shared(std::unique_ptr<net::timer> made) : timer(std::move(made)) {}
    std::unique_ptr<net::timer> timer;
    bool tripped = false;
  };

  std::shared_ptr<shared> shared_;
};

}  // namespace hai::detail
