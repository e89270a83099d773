#include "http/watchdog.hpp"

#include <utility>

namespace hai::http {

watchdog::watchdog(std::shared_ptr<net::system> machine, boost::asio::any_io_executor executor)
    : executor_(std::move(executor)), timer_(machine->make_timer(executor_)), machine_(std::move(machine)) {}

void watchdog::watch(net::byte_stream& stream, net::time_point deadline) {
  watched_ = &stream;
  deadline_ = deadline;
  fired_ = false;
  if (!armed_ || deadline_ < armed_for_) arm();
}

void watchdog::rest() noexcept { watched_ = nullptr; }

void watchdog::stop() noexcept {
  watched_ = nullptr;
  if (!std::exchange(armed_, false)) return;
  ++arming_;
  timer_->cancel();
}

void watchdog::arm() {
  armed_ = true;
  armed_for_ = deadline_;
  timer_->expires_at(deadline_);
  auto on_end = [self = weak_from_this(), arming = ++arming_](boost::system::error_code) {
    auto const alive = self.lock();
    if (alive && alive->arming_ == arming) alive->expired();
  };
  timer_->async_wait(std::move(on_end));
}

void watchdog::expired() {
  armed_ = false;
  if (!watched_) return;
  if (machine_->now() < deadline_) return arm();
  fired_ = true;
  std::exchange(watched_, nullptr)->close();
}

}  // namespace hai::http
