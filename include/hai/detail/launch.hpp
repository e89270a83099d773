#pragma once

#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>
#include <exception>
#include <hai/detail/context_service.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/homing_handler.hpp>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>

namespace hai::detail {

namespace asio = boost::asio;

template <class T>
struct completion {
  using signature = void(std::exception_ptr, T);
};
template <>
struct completion<void> {
  using signature = void(std::exception_ptr);
};
template <class T>
using completion_signature = typename completion<T>::signature;

/// What the public operations accept as their last argument.
template <class Token, class T>
concept token_for = asio::completion_token_for<std::remove_cvref_t<Token>, completion_signature<T>>;

/// A homing handler whose executor belongs to another context than the operation: that context may end first,
/// and then takes the handler, and the hold on the executor, with it. Shows the handler's slot alone:
/// its allocator may be gone when this goes.
template <class Handler>
class guarded_handler {
 public:
  guarded_handler(Handler handler, asio::any_io_executor const& otherwise, asio::execution_context& home)
      : kept_(std::make_shared<kept>(std::move(handler), otherwise)) {
    kept_->registration = context_registration(home, kept_);
  }
  guarded_handler(guarded_handler&&) noexcept = default;
  guarded_handler& operator=(guarded_handler&&) = delete;
  ~guarded_handler() {
    if (kept_) kept_->let_go();
  }

  template <class... Results>
  void operator()(Results... results) {
    kept_->go_home(std::move(results)...);
  }

  /// Before the call alone, on the handler's own context.
  Handler const& target() const noexcept { return kept_->homing->target(); }

 private:
  struct kept final : context_bound {
    kept(Handler handler, asio::any_io_executor const& otherwise)
        : homing(std::make_unique<homing_handler<Handler>>(std::move(handler), otherwise)) {}

    /// The handler, taken out by the one thread that posts or destroys it, without a lock: what is destroyed
    /// is the user's.
    class taken {
     public:
      explicit taken(kept& from) : from_(from) {
        std::lock_guard lock(from.mutex);
        handler_ = std::move(from.homing);
        if (handler_) from.busy = std::this_thread::get_id();
      }
      taken(taken const&) = delete;
      taken& operator=(taken const&) = delete;
      ~taken() {
        if (!handler_) return;
        handler_.reset();
        from_.busy = std::thread::id();
        from_.busy.notify_all();
      }
      homing_handler<Handler>* get() const noexcept { return handler_.get(); }

     private:
      kept& from_;
      std::unique_ptr<homing_handler<Handler>> handler_;
    };

    template <class... Results>
    void go_home(Results... results) {
      taken const mine(*this);
      if (auto* const going = mine.get()) (*going)(std::move(results)...);
    }
    void let_go() noexcept { taken const mine(*this); }
    /// At the end of the handler's context, which waits for another thread that has taken it out; not for
    /// this one: the handler may own its context.
    void drop() noexcept override {
      let_go();
      for (auto by = busy.load(); by != std::thread::id() && by != std::this_thread::get_id();
           by = busy.load())
        busy.wait(by);
    }

    std::mutex mutex;
    std::unique_ptr<homing_handler<Handler>> homing;
    std::atomic<std::thread::id> busy = std::thread::id();
    context_registration registration;
  };

  std::shared_ptr<kept> kept_;
};

/// The context that the handler goes home to, if that is another one than the operation's and may end.
template <class Handler>
asio::execution_context* foreign_context(Handler const& handler, asio::any_io_executor const& executor) {
  auto const home = asio::get_associated_executor(handler, executor);
  if constexpr (asio::can_query_v<decltype(home), asio::execution::context_t>) {
    asio::execution_context& own = asio::query(home, asio::execution::context);
    asio::execution_context& of_process = asio::query(asio::system_executor(), asio::execution::context);
    asio::execution_context& of_operation = asio::query(executor, asio::execution::context);
    if (&own != &of_operation && &own != &of_process) return &own;
  }
  return nullptr;
}

/// The handler, erased; it goes home by itself.
template <class T, class Handler>
asio::any_completion_handler<completion_signature<T>> erased_homing(Handler handler,
                                                                    asio::any_io_executor const& executor) {
  using erased = asio::any_completion_handler<completion_signature<T>>;
  if (auto* const home = foreign_context(handler, executor))
    return erased(guarded_handler<Handler>(std::move(handler), executor, *home));
  return erased(homing_handler<Handler>(std::move(handler), executor));
}

/// Runs an operation on a strand of its own over `executor`, relays the handler's cancellation to it, and
/// hands the outcome to the handler. The handler's slot may be emitted to from any thread, and used again at
/// once afterwards.
template <class T>
HAI_EXPORT void start_operation(asio::any_io_executor executor, asio::awaitable<T> operation,
                                asio::any_completion_handler<completion_signature<T>> handler);

/// Runs `operation` through any completion token. T must be default-constructible: that is what comes beside
/// a failure.
template <class T, token_for<T> Token>
auto launch(asio::any_io_executor executor, asio::awaitable<T> operation, Token&& token) {
  return asio::async_initiate<Token, completion_signature<T>>(
      [](auto handler, asio::any_io_executor on, asio::awaitable<T> body) {
        auto home = erased_homing<T>(std::move(handler), on);
        start_operation<T>(std::move(on), std::move(body), std::move(home));
      },
      token, std::move(executor), std::move(operation));
}

}  // namespace hai::detail

template <class Handler, class Slot>
struct boost::asio::associated_cancellation_slot<hai::detail::guarded_handler<Handler>, Slot> {
  using type = boost::asio::associated_cancellation_slot_t<Handler, Slot>;
  static type get(hai::detail::guarded_handler<Handler> const& handler,
                  Slot const& otherwise = Slot()) noexcept {
    return boost::asio::associated_cancellation_slot<Handler, Slot>::get(handler.target(), otherwise);
  }
};
