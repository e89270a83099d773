#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/launch.hpp>
#include <hai/event.hpp>
#include <memory>
#include <optional>
#include <utility>

namespace hai {

namespace detail {
template <class Item>
class page_reader;
}

/// The events of a session so far, one by one, over all pages of its history (GET /sessions/{id}/events):
/// made by session::replay. It does not wait for events to come: session::stream does.
///
/// Copies share one place in the history, which belongs to one consumer at a time. A default-constructed one
/// is empty and fails with errc::closed.
class HAI_EXPORT history_cursor {
 public:
  history_cursor() noexcept = default;

  /// The next event; empty after the last one, and from then on. Asks for a page where none is at hand. Fails
  /// as session::history does, with errc::already_waiting while another read waits, and may be called again
  /// after any failure or cancellation: nothing is left out.
  /// @snippet cursors.cpp history_next
  boost::asio::awaitable<std::optional<event>> next();
  template <detail::token_for<std::optional<event>> Token>
  auto next(Token&& token) {
    return detail::launch<std::optional<event>>(home(), do_next(), std::forward<Token>(token));
  }

 private:
  friend class session;
  explicit history_cursor(std::shared_ptr<detail::page_reader<event>> reader) noexcept
      : reader_(std::move(reader)) {}

  boost::asio::any_io_executor home() const;
  boost::asio::awaitable<std::optional<event>> do_next();

  std::shared_ptr<detail::page_reader<event>> reader_;
};

}  // namespace hai
