#include "session/parking_place.hpp"

#include <algorithm>

#include <hai/detail/context_service.hpp>

namespace hai::detail {

class waiter_guard final : public context_bound {
 public:
  waiter_guard(parking_place& place, std::weak_ptr<void> owner, asio::execution_context& home)
      : place_(place), owner_(std::move(owner)), home_(&home) {}

  void watch(std::shared_ptr<waiter_guard> const& self) {
    registration_ = context_registration(*home_, self);
  }
  asio::execution_context const* home() const noexcept { return home_; }

  void drop() noexcept override {
    if (auto const alive = owner_.lock()) place_.context_died(this);
  }

 private:
  parking_place& place_;
  std::weak_ptr<void> owner_;
  asio::execution_context* home_;
  context_registration registration_;
};

bool parking_place::is_guarded(asio::execution_context const& home) const {
  return std::any_of(guards_.begin(), guards_.end(), [&](auto const& each) { return each->home() == &home; });
}

void parking_place::give_up_claim() {
  std::lock_guard lock(mutex_);
  claimed_ = false;
}

bool parking_place::unpark(waiter const& which) {
  std::shared_ptr<waiter> out;
  std::lock_guard lock(mutex_);
  if (parked_.get() != &which) return false;
  out = std::move(parked_);
  parked_ = nullptr;
  return true;
}

void parking_place::guard(asio::execution_context& home, std::weak_ptr<void> owner) {
  auto made = std::make_shared<waiter_guard>(*this, std::move(owner), home);
  made->watch(made);
  std::lock_guard lock(mutex_);
  guards_.push_back(std::move(made));
}

void parking_place::context_died(waiter_guard const* guard) noexcept {
  std::shared_ptr<waiter> orphan;
  std::shared_ptr<waiter_guard> done;
  std::unique_lock lock(mutex_);
  auto const found =
      std::find_if(guards_.begin(), guards_.end(), [&](auto const& each) { return each.get() == guard; });
  if (found == guards_.end()) return;
  if (claimed_ && claimed_from_ == guard->home()) {
    orphan = std::exchange(parked_, nullptr);
    claimed_ = false;
  }
  done = std::move(*found);
  guards_.erase(found);
  lock.unlock();
  // A waiter that was taken out a moment ago is still on its way to the context.
  for (int under_way; (under_way = calling_.load()) != 0;) calling_.wait(under_way);
}

}  // namespace hai::detail
