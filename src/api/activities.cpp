#include "api/activities.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "http/homing.hpp"

namespace hai::api {
namespace asio = boost::asio;

std::shared_ptr<void> activities::begin(std::shared_ptr<net::stop_switch> const& stop) {
  std::unique_lock lock(mutex_);
  auto const place = running_.insert(running_.end(), stop);
  lock.unlock();
  return std::shared_ptr<void>(nullptr, [self = shared_from_this(), place](void*) { self->end(place); });
}

void activities::end(switches::iterator place) noexcept {
  std::vector<std::unique_ptr<handler_type>> woken;
  {
    std::lock_guard lock(mutex_);
    running_.erase(place);
    if (running_.empty()) woken.swap(waiting_);
  }
  for (auto const& handler : woken) std::move (*handler)();
}

void activities::stop_all() {
  std::vector<std::shared_ptr<net::stop_switch>> stopped;
  {
    std::lock_guard lock(mutex_);
    for (auto const& each : running_)
      if (auto alive = each.lock()) stopped.push_back(std::move(alive));
  }
  for (auto const& each : stopped) each->stop();
}

asio::awaitable<void> activities::quiet() {
  return asio::async_initiate<asio::use_awaitable_t<> const, void()>(
      [self = shared_from_this()](auto handler) {
        auto homing = http::make_homing(std::move(handler), asio::system_executor());
        auto parked = std::make_unique<handler_type>(std::move(homing));
        {
          std::lock_guard lock(self->mutex_);
          if (!self->running_.empty()) {
            self->waiting_.push_back(std::move(parked));
            return;
          }
        }
        std::move (*parked)();
      },
      asio::use_awaitable);
}

void activities::drop() noexcept {
  std::vector<std::unique_ptr<handler_type>> dropped;
  std::lock_guard lock(mutex_);  // released before the handlers are destroyed
  dropped.swap(waiting_);
}

}  // namespace hai::api
