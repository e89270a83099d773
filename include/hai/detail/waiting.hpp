#pragma once

#include <atomic>
#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/system/system_error.hpp>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <hai/detail/block_memory.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/launch.hpp>

namespace hai::detail {

/// One consumer that waits at a cursor, its handler's type erased. Whoever takes it out of the cursor wakes
/// it.
class HAI_EXPORT waiter {
 public:
  virtual ~waiter() = default;
  /// Posts the look at the cursor to the handler's executor. From any thread, outside locks.
  virtual void wake() = 0;
  void cancel() noexcept { cancelled_.store(true, std::memory_order_release); }
  bool is_cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }

 private:
  std::atomic<bool> cancelled_ = false;
};

/// A waiter whose handler has an executor.
class HAI_EXPORT waiter_at_home : public waiter {
 public:
  /// The look, on that executor.
  virtual void look_again() = 0;
};

/// Posts the look of `who` to `home`, in the shortest way that there is to that executor.
HAI_EXPORT void post_look(asio::any_io_executor const& home, std::shared_ptr<waiter_at_home> who);

/// How a look at a cursor came out.
enum class look { taken, empty, failed };

/// How a wait at a cursor begins: not at all, as there is another one; with something to take; parked.
enum class entry { refused, ready, parked };

/// What a waiter needs of a cursor that yields `Taken`. All functions are thread-safe.
template <class Taken>
class cursor {
 public:
  virtual ~cursor() = default;

  /// Claims the cursor for one consumer, whose waiter must not outlive `home` (null: not known), and parks
  /// the waiter, to be woken, unless there is something to take.
  virtual entry enter(asio::execution_context* home, std::shared_ptr<waiter> const& parked) = 0;
  /// Looks once. `taken` and `failed` end the claim. On `empty` the waiter is parked in the same step.
  virtual look take(Taken& into, std::exception_ptr& failure, std::shared_ptr<waiter> const& parked) = 0;
  /// Ends the claim of a cancelled waiter.
  virtual void give_up_claim() = 0;
  /// Takes the waiter out if it is the one parked; true: the caller wakes it.
  virtual bool unpark(waiter const& which) = 0;
  /// Where a handler without an executor of its own runs.
  virtual asio::any_io_executor default_executor() const = 0;
};

HAI_EXPORT std::exception_ptr already_waiting_failure();
HAI_EXPORT std::exception_ptr aborted_failure();

/// The wait of one handler. The item leaves the cursor on the handler's executor, after the look at this
/// wait's own cancellation, in the step that calls the handler: so a wait that loses a race never takes an
/// item with it.
template <class Taken, class Handler>
class waiting final : public waiter_at_home, public std::enable_shared_from_this<waiting<Taken, Handler>> {
 public:
  waiting(std::shared_ptr<cursor<Taken>> source, Handler handler)
      : source_(std::move(source)),
        home_(home_for(handler, *source_)),
        handler_(std::in_place, std::move(handler)) {}

  void start() {
    if (auto slot = asio::get_associated_cancellation_slot(*handler_); slot.is_connected()) {
      auto weak = this->weak_from_this();
      slot.assign([weak](asio::cancellation_type) {
        if (auto const self = weak.lock()) self->on_cancel();
      });
    }
    entry const how = source_->enter(home_context(), this->shared_from_this());
    if (how == entry::refused) return finish_later(already_waiting_failure());
    if (how == entry::ready || (this->is_cancelled() && source_->unpark(*this))) wake_later();
  }

  void wake() override {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(home_)>, asio::any_io_executor>)
      post_look(home_, this->shared_from_this());
    else
      send_home(home_, asio::get_associated_allocator(*handler_),
                [self = this->shared_from_this()] { self->look_again(); });
  }

  void look_again() override {
    Taken item{};
    std::exception_ptr failure;
    if (this->is_cancelled()) {
      source_->give_up_claim();
      failure = aborted_failure();
    } else if (source_->take(item, failure, this->shared_from_this()) == look::empty) {
      if (this->is_cancelled() && source_->unpark(*this)) wake();
      return;
    }
    complete(std::move(failure), std::move(item));
  }

 private:
  /// The cursor is asked for its executor only where the handler may have none of its own.
  static auto home_for(Handler const& handler, cursor<Taken> const& source) {
    if constexpr (std::is_same_v<asio::associated_executor_t<Handler>, asio::any_io_executor>)
      return home_of(handler, asio::any_io_executor());
    else
      return home_of(handler, source.default_executor());
  }

  asio::execution_context* home_context() const {
    if constexpr (asio::can_query_v<decltype(home_) const&, asio::execution::context_t>)
      return &asio::query(home_, asio::execution::context);
    else
      return nullptr;
  }

  void on_cancel() {
    this->cancel();
    if (source_->unpark(*this)) wake();
  }

  // From the call that starts the wait, which is the user's: an erased executor can only dispatch, and would
  // call the handler in there.

  static constexpr bool may_run_inside =
      std::is_same_v<asio::associated_executor_t<Handler, asio::any_io_executor>,
                     asio::any_completion_executor>;

  void wake_later() {
    if constexpr (may_run_inside)
      asio::post(source_->default_executor(), [self = this->shared_from_this()] { self->wake(); });
    else
      wake();
  }

  void finish_later(std::exception_ptr failure) {
    auto finish = [self = this->shared_from_this(), failure] { self->complete(failure, Taken{}); };
    auto go = [self = this->shared_from_this(), finish]() mutable {
      send_home(self->home_, asio::get_associated_allocator(*self->handler_), std::move(finish));
    };
    if constexpr (may_run_inside)
      asio::post(source_->default_executor(), std::move(go));
    else
      go();
  }

  void complete(std::exception_ptr failure, Taken item) {
    Handler handler = std::move(*handler_);
    handler_.reset();
    std::move(handler)(std::move(failure), std::move(item));
  }

  std::shared_ptr<cursor<Taken>> source_;
  decltype(home_of(std::declval<Handler const&>(), std::declval<asio::any_io_executor const&>())) home_;
  std::optional<Handler> handler_;
};

/// Waits at a cursor with any completion token; signature void(std::exception_ptr, Taken).
template <class Taken, token_for<Taken> Token>
auto async_take(std::shared_ptr<cursor<Taken>> source, Token&& token) {
  return asio::async_initiate<Token, completion_signature<Taken>>(
      [](auto handler, std::shared_ptr<cursor<Taken>> from) {
        using handler_type = std::remove_cvref_t<decltype(handler)>;
        // Not the handler's allocator: the link in the user's slot keeps this block until the slot is used
        // again.
        std::allocate_shared<waiting<Taken, handler_type>>(block_allocator<char>(), std::move(from),
                                                           std::move(handler))
            ->start();
      },
      token, std::move(source));
}

}  // namespace hai::detail
