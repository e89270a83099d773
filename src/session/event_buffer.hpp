#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>
#include <cstdint>
#include <hai/event.hpp>
#include <hai/run_result.hpp>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "session/hand_over.hpp"

namespace hai::detail {

/// The buffer of a stream: events, what index comes next, and the result that the end brings.
class event_buffer final : public hand_over<event> {
 public:
  event_buffer(asio::any_io_executor executor, buffer_bounds bounds, std::uint64_t from_index)
      : hand_over<event>(std::move(executor), bounds), next_index_(from_index) {}

  /// The end of the stream, with its result; false: it was withdrawn since `epoch`. The producer's alone.
  bool end_with(run_result result, std::uint64_t epoch) {
    auto fresh = std::make_shared<run_result const>(std::move(result));
    {
      std::lock_guard lock(mutex());
      if (!results_) results_ = std::make_unique<results>();
      results_->coming = std::move(fresh);
    }
    return end(epoch);
  }

  std::uint64_t next_index() const {
    std::lock_guard lock(mutex());
    return next_index_;
  }

  /// Of the last end that was handed out; an empty one before. The consumer's alone.
  run_result const& reported_result() const {
    static run_result const none;
    std::lock_guard lock(mutex());
    return results_ && results_->reported ? *results_->reported : none;
  }

 private:
  std::size_t weight_of(event const& each) const override { return each.raw().size(); }
  void on_taken(event const& each) override { next_index_ = each.index() + 1; }
  void on_given_back(event const& each) override { next_index_ = each.index(); }
  void on_end_announced() override { results_->announced = std::move(results_->coming); }
  void on_end_taken() override { results_->reported = results_->announced; }

  struct results {
    std::shared_ptr<run_result const> coming;
    std::shared_ptr<run_result const> announced;
    std::shared_ptr<run_result const> reported;
  };

  std::uint64_t next_index_;
  std::unique_ptr<results> results_;  ///< from the first end on
};

/// The next event for a coroutine: at once if one is ready and nothing can race the read. `begin` yields the
/// buffer, and may let go of its owner.
template <class Owner>
asio::awaitable<std::optional<event>> take_next(
    std::shared_ptr<Owner> owner, std::shared_ptr<event_buffer> (*begin)(std::shared_ptr<Owner>&)) {
  auto buffer = begin(owner);
  auto const state = co_await asio::this_coro::cancellation_state;
  if (!state.slot().is_connected()) {  // nobody can cancel this wait: an event that is ready needs no detour
    event ready;
    if (buffer->try_take(ready)) co_return ready;
  }
  std::shared_ptr<cursor<std::optional<event>>> source = std::move(buffer);
  auto wait = async_take<std::optional<event>>(std::move(source), asio::as_tuple(asio::deferred));
  auto taken = co_await std::move(wait);
  if (std::get<0>(taken)) std::rethrow_exception(std::get<0>(taken));
  co_return std::get<1>(std::move(taken));
}

/// The same, of a buffer that nobody else has to be asked for.
inline asio::awaitable<std::optional<event>> take_next(std::shared_ptr<event_buffer> buffer) {
  auto const own = [](std::shared_ptr<event_buffer>& of) { return of; };
  return take_next<event_buffer>(std::move(buffer), own);
}

}  // namespace hai::detail
