#include "session/hand_over.hpp"

#include <algorithm>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/io_context.hpp>

#include <hai/detail/block_memory.hpp>
#include <hai/error.hpp>

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

void post_look(asio::any_io_executor const& home, std::shared_ptr<waiter_at_home> who) {
  using tracked_context_executor = std::decay_t<decltype(asio::prefer(
      std::declval<asio::io_context::executor_type>(), asio::execution::outstanding_work.tracked))>;
  auto look = [who = std::move(who)] { who->look_again(); };
  if (auto const* plain = home.target<tracked_context_executor>())
    asio::post(*plain, asio::bind_allocator(block_allocator<char>(), std::move(look)));
  else
    asio::post(home, std::move(look));
}

std::exception_ptr already_waiting_failure() {
  return std::make_exception_ptr(
      error(errc::already_waiting,
            "next: this cursor has a waiter already; a cursor belongs to one consumer at a time"));
}

std::exception_ptr aborted_failure() {
  return std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted));
}

}  // namespace hai::detail
