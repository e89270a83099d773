#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <hai/detail/waiting.hpp>
#include <hai/event.hpp>
#include <hai/run_result.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace hai {

namespace detail {
class stream_core;
}

/// Follows one session from an index on: every event once, in index order, whatever the network does. Made by
/// session::stream; polls GET /sessions/{id}/changes and /status from the first read on, ahead of its
/// consumer by the bounds of stream_options.
///
/// A stream shows tool calls and does not answer them: an agent that waits for results waits until somebody
/// sends them. session::wait_for_completion and client::run_session answer, with run_options::tools.
///
/// Belongs to one consumer at a time; different streams are independent. next_index() and close() may be
/// called from any thread. Move-only: destroying it stops its polling. A default-constructed one is empty and
/// fails with errc::closed.
class HAI_EXPORT event_stream {
 public:
  event_stream() noexcept;
  event_stream(event_stream&&) noexcept;
  event_stream& operator=(event_stream&&) noexcept;
  ~event_stream();

  /// The next event; empty once the session has reached a state of stream_options::until and every event
  /// before it was returned, and from then on.
  ///
  /// Outlives what is transient. Fails with hai::error: at once for what will not heal (errc::unauthorized,
  /// not_found, certificate, …); errc::gave_up after retry_options::give_up_after of failures without a
  /// break; errc::closed after close(), client::close() or the end of the client's execution context;
  /// errc::already_waiting while another read waits. Any other failure is final: the stream stays failed.
  ///
  /// Cancellation (any type) ends the wait with operation_aborted and nothing else: no event is lost, and the
  /// poll goes on. To race it (`||`, within), the coroutine's executor must run one thing at a time; race
  /// next() itself, not a co_spawn of it onto another strand. A loser of a parallel_group may carry an event:
  /// look at each result.
  /// @snippet cursors.cpp stream_next
  boost::asio::awaitable<std::optional<event>> next();

  /// The same with a completion token, signature void(std::exception_ptr, std::optional<event>). The event
  /// leaves the stream on the handler's own executor, in the step that calls the handler.
  template <detail::token_for<std::optional<event>> Token>
  auto next(Token&& token) {
    return detail::async_take<std::optional<event>>(singles(), std::forward<Token>(token));
  }

  /// All events that are buffered, waiting for one if there is none; empty at the end. Otherwise like next().
  /// @snippet cursors.cpp stream_next_batch
  boost::asio::awaitable<std::vector<event>> next_batch();

  /// The same with a completion token, signature void(std::exception_ptr, std::vector<event>).
  template <detail::token_for<std::vector<event>> Token>
  auto next_batch(Token&& token) {
    return detail::async_take<std::vector<event>>(batches(), std::forward<Token>(token));
  }

  /// The index after the last event returned: where another stream goes on.
  /// @snippet cursors.cpp stream_next_index
  std::uint64_t next_index() const;

  /// How the session ended; an empty result before the end was returned.
  run_result const& result() const;

  /// Stops polling at once, and lets go of what is buffered; a read that waits fails with errc::closed.
  /// Idempotent.
  /// @snippet cursors.cpp stream_close
  void close();

 private:
  friend class session;
  explicit event_stream(std::shared_ptr<detail::stream_core> core) noexcept;

  std::shared_ptr<detail::cursor<std::optional<event>>> singles() const;
  std::shared_ptr<detail::cursor<std::vector<event>>> batches() const;

  std::shared_ptr<detail::stream_core> core_;
};

}  // namespace hai
