#pragma once

#include <algorithm>
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/system_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <hai/detail/waiting.hpp>

#include "session/buffer_bounds.hpp"
#include "session/element_ring.hpp"
#include "session/parking_place.hpp"

namespace hai::detail {

/// Told when a consumer has made room in a full buffer. From any thread, outside locks.
class room_listener {
 public:
  virtual void room_made() noexcept = 0;

 protected:
  ~room_listener() = default;
};

/// Hands elements over from one producer to one consumer, each on any thread. What the consumer takes leaves
/// the buffer in the same step that the state below records it as taken; an end or a failure is handed out
/// after all elements.
template <class Element>
class hand_over : public cursor<std::optional<Element>>,
                  public cursor<std::vector<Element>>,
                  public std::enable_shared_from_this<hand_over<Element>> {
 public:
  hand_over(asio::any_io_executor executor, buffer_bounds bounds)
      : bounds_(bounds), executor_(std::move(executor)), place_(mutex_) {}
  ~hand_over() override {
    if (shared_) shared_->give_back(elements_.size(), bytes_);
  }

  /// Takes room from `room` as well, from now on; before the first push.
  void share(std::shared_ptr<shared_room> room) { shared_ = std::move(room); }

  // ---- the producer's side

  /// Takes `element` if there is room for it. Otherwise room_made() will be called once there is.
  bool push(Element& element) { return push_some(std::span(&element, 1)).taken == 1; }

  struct pushed {
    std::size_t taken;
    bool woke;  ///< a consumer that waited
  };

  /// Takes as many of `elements`, from the first on, as there is room for, in one step. Unless that is all of
  /// them, room_made() will be called once there is more. Those that come after an end or a failure was
  /// handed out are thrown away.
  pushed push_some(std::span<Element> elements) {
    std::size_t taken = 0;
    parking_place::called woken;
    {
      std::lock_guard lock(mutex_);
      if (shut_ || final_seen_) return {elements.size(), false};
      elements_.make_room(std::min(elements.size(), bounds_.elements));
      for (; taken < elements.size(); ++taken) {
        std::size_t const weight = weight_of(elements[taken]);
        if (!make_room(weight)) {
          room_wanted_ = true;
          break;
        }
        bytes_ += weight;
        elements_.push_back(std::move(elements[taken]));
      }
      if (taken > 0) woken = place_.take_out();
    }
    woken.wake();
    return {taken, static_cast<bool>(woken)};
  }

  /// Whether a page may follow: the buffer is half empty, or `empty` where that is asked for, and others
  /// leave it room. Otherwise room_made() will be called once there may be.
  bool is_ready_for_more(bool empty) {
    std::lock_guard lock(mutex_);
    bool const others_leave_room = !shared_ || !shared_->is_used_up();
    bool const ready = elements_.empty() || (!empty && others_leave_room && is_half_empty());
    if (!ready) room_wanted_ = true;
    return ready || shut_;
  }

  /// The end, handed out once everything before it was taken; false, and no end, when withdraw_end() was
  /// called since it returned `epoch`.
  bool end(std::uint64_t epoch) {
    bool ended = false;
    finish([&] {
      ended = epoch == epoch_;
      ended_ = ended;
      if (ended) on_end_announced();
    });
    return ended;
  }

  /// A failure, handed out once everything before it was taken.
  void fail(std::exception_ptr failure) {
    finish([&] { failure_ = std::move(failure); });
  }

  /// Throws away what nobody has taken, and answers every look with `failure` from now on.
  void shut(std::exception_ptr failure) {
    parking_place::called woken;
    element_ring<Element> discarded;
    {
      std::lock_guard lock(mutex_);
      if (shut_) return;
      shut_ = true;
      discarded.swap(elements_);
      if (shared_) shared_->give_back(discarded.size(), bytes_);
      bytes_ = 0;
      failure_ = std::move(failure);
      woken = place_.take_out();
    }
    woken.wake();
  }

  void listen_for_room(std::weak_ptr<room_listener> listener) {
    std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
  }

  /// Lets go of the executor; for the end of its context.
  void drop_executor() {
    asio::any_io_executor dropped;
    std::lock_guard lock(mutex_);
    dropped.swap(executor_);
  }

  // ---- the consumer's side

  struct withdrawal {
    std::uint64_t epoch;
    bool had_ended;  ///< an end had been announced, and nobody had seen it
  };

  /// Takes back an end that nobody has seen yet, and refuses the one that may be on its way: see end().
  withdrawal withdraw_end() {
    std::lock_guard lock(mutex_);
    bool const had_ended = ended_ && !final_seen_;
    if (had_ended) ended_ = false;
    return {++epoch_, had_ended};
  }

  /// Forgets an end or a failure that was handed out; false: there is none.
  bool reopen() {
    if (!final_seen_.load(std::memory_order_acquire)) return false;
    std::lock_guard lock(mutex_);
    if (shut_ || !final_seen_) return false;
    ended_ = false;
    final_seen_ = false;
    failure_ = nullptr;
    return true;
  }

  /// Takes an element that is ready, for a consumer that nobody can race. Nothing else, no waiting.
  bool try_take(Element& into) {
    bool room = false;
    {
      std::lock_guard lock(mutex_);
      if (place_.is_claimed() || elements_.empty()) return false;
      into = pop();
      room = room_to_tell();
    }
    if (room) tell_room();
    return true;
  }

  /// Puts elements that were taken back in front, for a consumer that could not deliver them. The bounds
  /// hold for what comes after them.
  void give_back(std::vector<Element> taken) {
    parking_place::called woken;
    {
      std::lock_guard lock(mutex_);
      if (shut_ || taken.empty()) return;
      for (auto each = taken.rbegin(); each != taken.rend(); ++each) {
        std::size_t const weight = weight_of(*each);
        bytes_ += weight;
        if (shared_) shared_->exceed(weight);
        on_given_back(*each);
        elements_.push_front(std::move(*each));
      }
      woken = place_.take_out();
    }
    woken.wake();
  }

  bool has_consumer() const {
    std::lock_guard lock(mutex_);
    return place_.is_claimed();
  }

  entry enter(asio::execution_context* home, std::shared_ptr<waiter> const& who) override {
    std::unique_lock lock(mutex_);
    if (!place_.claim(lock, home, [this] { return this->weak_from_this(); })) return entry::refused;
    if (!elements_.empty() || ended_ || failure_) return entry::ready;
    place_.park(who);
    return entry::parked;
  }
  void give_up_claim() override { place_.give_up_claim(); }
  bool unpark(waiter const& which) override { return place_.unpark(which); }
  asio::any_io_executor default_executor() const override {
    std::lock_guard lock(mutex_);
    return executor_ ? executor_ : asio::any_io_executor(asio::system_executor());
  }

  look take(std::optional<Element>& into, std::exception_ptr& failure,
            std::shared_ptr<waiter> const& who) override {
    return take_with(failure, who, [&] { into.emplace(pop()); });
  }

  look take(std::vector<Element>& into, std::exception_ptr& failure,
            std::shared_ptr<waiter> const& who) override {
    return take_with(failure, who, [&] {
      into.reserve(elements_.size());
      while (!elements_.empty()) into.push_back(pop());
    });
  }

 protected:
  /// What an element weighs against the bound in bytes.
  virtual std::size_t weight_of(Element const& element) const = 0;
  /// Called with the lock held, in the step that hands the element, or the end, to the consumer.
  virtual void on_taken(Element const& element) = 0;
  virtual void on_given_back(Element const&) {}
  virtual void on_end_announced() = 0;
  virtual void on_end_taken() = 0;

  std::mutex& mutex() const { return mutex_; }

 private:
  template <class Change>
  void finish(Change change) {
    parking_place::called woken;
    {
      std::lock_guard lock(mutex_);
      if (failure_ || (ended_ && final_seen_)) return;  // what was handed out stays
      change();
      woken = place_.take_out();
    }
    woken.wake();
  }

  template <class Pop>
  look take_with(std::exception_ptr& failure, std::shared_ptr<waiter> const& who, Pop pop_into) {
    bool room = false;
    {
      std::lock_guard lock(mutex_);
      if (elements_.empty() && !ended_ && !failure_) {
        place_.park(who);
        return look::empty;
      }
      place_.end_claim();
      if (!elements_.empty()) {
        pop_into();
        room = room_to_tell();
      } else if (failure_) {
        final_seen_ = true;
        failure = failure_;
        return look::failed;
      } else {
        if (!final_seen_) on_end_taken();
        final_seen_ = true;
      }
    }
    if (room) tell_room();
    return look::taken;
  }

  Element pop() {
    Element element = elements_.pop_front();
    std::size_t const weight = weight_of(element);
    bytes_ -= weight;
    if (shared_) shared_->give_back(1, weight);
    on_taken(element);
    return element;
  }

  bool make_room(std::size_t weight) {
    if (elements_.empty()) {
      if (shared_) shared_->exceed(weight);
      return true;
    }
    if (elements_.size() >= bounds_.elements || bytes_ + weight > bounds_.bytes) return false;
    return !shared_ || shared_->take(weight);
  }

  bool is_half_empty() const {
    return elements_.size() <= bounds_.elements / 2 && bytes_ <= bounds_.bytes / 2;
  }

  bool room_to_tell() {
    if (!room_wanted_ || !is_half_empty()) return false;
    room_wanted_ = false;
    return true;
  }

  void tell_room() {
    std::shared_ptr<room_listener> listener;
    {
      std::lock_guard lock(mutex_);
      listener = listener_.lock();
    }
    if (listener) listener->room_made();
  }

  mutable std::mutex mutex_;
  buffer_bounds bounds_;
  std::shared_ptr<shared_room> shared_;
  element_ring<Element> elements_;
  std::size_t bytes_ = 0;
  std::uint64_t epoch_ = 0;
  bool ended_ = false;
  std::atomic<bool> final_seen_ = false;  ///< written with the mutex held
  bool shut_ = false;
  bool room_wanted_ = false;
  std::exception_ptr failure_;
  std::weak_ptr<room_listener> listener_;
  asio::any_io_executor executor_;
  parking_place place_;
};

}  // namespace hai::detail
