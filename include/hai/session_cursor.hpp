#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/launch.hpp>
#include <hai/session_summary.hpp>
#include <memory>
#include <optional>
#include <utility>

namespace hai {

namespace detail {
template <class Item>
class page_reader;
}

/// The sessions that a filter fits, one by one, over all pages of GET /sessions: made by client::sessions.
/// The list may change while it is read: a session that moves on to the next page is told once all the same;
/// one may be missed when others before it leave the list.
///
/// Copies share one place in the list, which belongs to one consumer at a time. A default-constructed one is
/// empty and fails with errc::closed.
class HAI_EXPORT session_cursor {
 public:
  session_cursor() noexcept = default;

  /// The next session; empty after the last one, and from then on. Asks for a page where none is at hand.
  /// Fails as client::list_sessions does, with errc::already_waiting while another read waits, and may be
  /// called again after any failure or cancellation: nothing is left out.
  /// @snippet cursors.cpp session_next
  boost::asio::awaitable<std::optional<session_summary>> next();
  template <detail::token_for<std::optional<session_summary>> Token>
  auto next(Token&& token) {
    return detail::launch<std::optional<session_summary>>(home(), do_next(), std::forward<Token>(token));
  }

 private:
  friend class client;
  explicit session_cursor(std::shared_ptr<detail::page_reader<session_summary>> reader) noexcept
      : reader_(std::move(reader)) {}

  boost::asio::any_io_executor home() const;
  boost::asio::awaitable<std::optional<session_summary>> do_next();

  std::shared_ptr<detail::page_reader<session_summary>> reader_;
};

}  // namespace hai
