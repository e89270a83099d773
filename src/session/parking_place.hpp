#pragma once

#include <atomic>
#include <boost/asio/execution_context.hpp>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <hai/detail/waiting.hpp>

namespace hai::detail {

/// Keeps a parked waiter from outliving the context that its handler runs on.
class waiter_guard;

/// The one place where a waiter is parked, and the claim of the one consumer. The mutex is that of the buffer
/// around it.
class parking_place {
 public:
  explicit parking_place(std::mutex& mutex) : mutex_(mutex) {}
  parking_place(parking_place const&) = delete;
  parking_place& operator=(parking_place const&) = delete;

  bool unpark(waiter const& which);
  void give_up_claim();

  /// A waiter that was taken out, to be woken without the lock. As long as it is there, its context cannot
  /// end: that waits.
  class called {
   public:
    called() noexcept = default;
    called(called&& other) noexcept { swap(other); }
    called& operator=(called&& other) noexcept {
      called taken(std::move(other));
      swap(taken);
      return *this;
    }
    ~called() {
      if (!who_) return;
      who_.reset();
      from_->calling_.fetch_sub(1);
      from_->calling_.notify_all();
    }

    explicit operator bool() const noexcept { return who_ != nullptr; }
    /// Outside locks; nothing where nobody was there.
    void wake() const {
      if (who_) who_->wake();
    }

   private:
    friend class parking_place;
    called(parking_place& from, std::shared_ptr<waiter> who) noexcept : from_(&from), who_(std::move(who)) {
      if (who_) from.calling_.fetch_add(1);
    }
    void swap(called& other) noexcept {
      std::swap(from_, other.from_);
      who_.swap(other.who_);
    }

    parking_place* from_ = nullptr;
    std::shared_ptr<waiter> who_;
  };

  /// With the mutex held by `lock`, which lets go of it while a home that is not known yet is guarded;
  /// `owner()` is whoever the place belongs to, as a weak_ptr. False: it is claimed already.
  template <class OwnerOf>
  bool claim(std::unique_lock<std::mutex>& lock, asio::execution_context* home, OwnerOf owner) {
    if (home && !is_guarded(*home)) {
      lock.unlock();
      guard(*home, owner());
      lock.lock();
    }
    if (claimed_) return false;
    claimed_ = true;
    claimed_from_ = home;
    return true;
  }

  // With the mutex held:
  bool is_claimed() const noexcept { return claimed_; }
  void end_claim() noexcept { claimed_ = false; }
  void park(std::shared_ptr<waiter> const& who) { parked_ = who; }
  [[nodiscard]] called take_out() noexcept { return called(*this, std::exchange(parked_, nullptr)); }

 private:
  friend class waiter_guard;
  bool is_guarded(asio::execution_context const& home) const;
  void guard(asio::execution_context& home, std::weak_ptr<void> owner);
  void context_died(waiter_guard const* guard) noexcept;

  std::mutex& mutex_;
  bool claimed_ = false;
  asio::execution_context* claimed_from_ = nullptr;
  std::shared_ptr<waiter> parked_;
  std::vector<std::shared_ptr<waiter_guard>> guards_;
  std::atomic<int> calling_ = 0;
};

}  // namespace hai::detail
