#include "api/activities.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "http/homing.hpp"

namespace hai::api {
namespace asio = boost::asio;

std::shared_ptr<void> activities::begin() {
  {
    std::lock_guard lock(mutex_);
    ++running_;
  }
  return std::shared_ptr<void>(nullptr, [self = shared_from_this()](void*) { self->end(); });
}

void activities::end() noexcept {
  std::vector<std::unique_ptr<handler_type>> woken;
  {
    std::lock_guard lock(mutex_);
    if (--running_ == 0) woken.swap(waiting_);
  }
  for (auto const& handler : woken) std::move (*handler)();
}

asio::awaitable<void> activities::quiet() {
  return asio::async_initiate<asio::use_awaitable_t<> const, void()>(
      [self = shared_from_this()](auto handler) {
        auto homing = http::make_homing(std::move(handler), asio::system_executor());
        auto parked = std::make_unique<handler_type>(std::move(homing));
        {
          std::lock_guard lock(self->mutex_);
          if (self->running_ > 0) {
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
