#pragma once

#include <boost/asio/awaitable.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/waiting.hpp>
#include <hai/session_status.hpp>
#include <memory>
#include <optional>
#include <utility>

namespace hai {

namespace detail {
class status_poll;
}

/// The changes of one session's status, for who wants to know how it is and not what happens in it. Made by
/// session::poll_status; asks GET /sessions/{id}/status from the first read on.
///
/// Belongs to one consumer at a time; close() may be called from any thread. Move-only: destroying it stops
/// its polling. A default-constructed one is empty and fails with errc::closed.
class HAI_EXPORT status_cursor {
 public:
  status_cursor() noexcept;
  status_cursor(status_cursor&&) noexcept;
  status_cursor& operator=(status_cursor&&) noexcept;
  ~status_cursor();

  /// The first status, then each one that differs from the one before; after one that ends the polling,
  /// empty.
  ///
  /// Outlives what is transient. Fails with hai::error: at once for what will not heal; errc::gave_up after
  /// retry_options::give_up_after of failures without a break; errc::closed; errc::already_waiting. A failure
  /// is final. Cancellation ends the wait with operation_aborted, and loses no status; see event_stream::next
  /// for races.
  /// @snippet cursors.cpp status_next
  boost::asio::awaitable<std::optional<session_status>> next();

  /// The same with a completion token, signature void(std::exception_ptr, std::optional<session_status>).
  template <detail::token_for<std::optional<session_status>> Token>
  auto next(Token&& token) {
    return detail::async_take<std::optional<session_status>>(begun(), std::forward<Token>(token));
  }

  /// Stops polling at once; a read that waits fails with errc::closed. Idempotent.
  /// @snippet cursors.cpp status_close
  void close();

 private:
  friend class session;
  explicit status_cursor(std::shared_ptr<detail::status_poll> core) noexcept;

  std::shared_ptr<detail::cursor<std::optional<session_status>>> begun() const;

  std::shared_ptr<detail::status_poll> core_;
};

}  // namespace hai
