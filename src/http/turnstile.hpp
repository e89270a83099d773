#pragma once

#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "http/counters.hpp"
#include "http/seats.hpp"

namespace hai::http {

/// Lets coroutines of many threads wait for a place; `seats` decides whose turn it is. The wait is
/// cancellable from any thread, counts as work on the waiter's executor and ends there. No lock is held while
/// a waiter goes on.
class turnstile : public std::enable_shared_from_this<turnstile> {
 public:
  /// A place that is held; given back by the destructor.
  class pass {
   public:
    pass() noexcept = default;
    pass(pass&& other) noexcept : owner_(std::move(other.owner_)), place_(other.place_) {}
    pass& operator=(pass&& other) noexcept;
    ~pass() { give_back(); }

    explicit operator bool() const noexcept { return owner_ != nullptr; }
    room used_for() const noexcept { return place_.used_for; }
    void give_back() noexcept;

   private:
    friend class turnstile;
    pass(std::shared_ptr<turnstile> owner, seats::place place) noexcept
        : owner_(std::move(owner)), place_(place) {}

    std::shared_ptr<turnstile> owner_;
    seats::place place_;
  };

  turnstile(seats::sizes limits, std::shared_ptr<counters> counted);

  /// Waits for a place. Throws hai::error errc::closed once closed; cancellation of any type ends the wait
  /// without effect. `if_it_waits` is called, without a lock, when there is no place at once.
  boost::asio::awaitable<pass> enter(room wanted, std::function<void()> if_it_waits = nullptr);

  /// Whether a long-poll, or a short call, waits for a place now. One atomic load.
  bool is_contended(room which) const noexcept;
  /// Long-polls that wait for a place.
  std::size_t polls_waiting() const noexcept { return polls_waiting_.load(std::memory_order_relaxed); }
  /// Long-polls that hold a place or wait for one.
  std::size_t polling() const noexcept { return polling_.load(std::memory_order_relaxed); }
  /// Places for long-polls.
  std::size_t poll_places() const noexcept { return poll_places_.load(std::memory_order_relaxed); }

  void resize(seats::sizes limits);

  /// Every wait ends with errc::closed, and so does each later one.
  void close() noexcept;
  /// The same, but the waits are dropped where they stand: their execution context is going away.
  void drop() noexcept;

 private:
  using wake_handler = boost::asio::any_completion_handler<void()>;
  struct visit;
  struct canceller;
  class stay;

  std::shared_ptr<visit> join(room wanted);
  void park(visit& who, wake_handler wake);
  void cancel(seats::ticket who) noexcept;
  void leave(seats::place place) noexcept;
  wake_handler seat(seats::grant const& given);
  void publish() noexcept;

  std::shared_ptr<counters> const counters_;
  mutable std::mutex mutex_;
  seats seats_;
  std::unordered_map<seats::ticket, std::shared_ptr<visit>> waiting_;
  seats::ticket next_ticket_ = 0;
  bool closed_ = false;

  std::atomic<std::size_t> polls_waiting_{0};
  std::atomic<std::size_t> calls_waiting_{0};
  std::atomic<std::size_t> polling_{0};
  std::atomic<std::size_t> poll_places_{0};
};

}  // namespace hai::http
