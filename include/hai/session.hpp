#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <hai/call_options.hpp>
#include <hai/changes_query.hpp>
#include <hai/detail/launch.hpp>
#include <hai/detail/waiting.hpp>
#include <hai/event.hpp>
#include <hai/event_stream.hpp>
#include <hai/run_result.hpp>
#include <hai/session_changes.hpp>
#include <hai/session_resource.hpp>
#include <hai/session_status.hpp>
#include <hai/stream_options.hpp>
#include <hai/user_message.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace hai {

namespace api {
struct call_settings;
}
namespace detail {
class session_core;
}

/// One session of an agent: a handle, made without I/O by client::session, or by client::start_session.
///
/// Copies share one cursor, which next_event() moves; it stops polling with the last copy. The calls may be
/// made from any thread; the cursor belongs to one consumer at a time. A default-constructed one is empty:
/// its operations fail with errc::closed.
///
/// Each operation returns an awaitable; the same name with a completion token as last argument runs it
/// through any token, signature void(std::exception_ptr, T), or void(std::exception_ptr). Unless said
/// otherwise, an operation fails with hai::error (the reply's status and words, or errc::connect_failed,
/// certificate, timed_out, bad_reply, closed), repeats what is safe to repeat as retry_options says, and ends
/// at once with operation_aborted when cancelled (any type).
class session {
 public:
  session() noexcept;
  session(session const&);
  session(session&&) noexcept;
  session& operator=(session const&);
  session& operator=(session&&) noexcept;
  ~session();

  std::string const& id() const;

  /// The same session and cursor, its calls made with other options.
  session with(call_options changes) const;

  // ---- Following

  /// The next event; empty once the session has settled (a terminal state, or idle). The next call then looks
  /// again, and goes on if the session did, as after send_message(). After a failure the next call resumes at
  /// the cursor. Else as event_stream::next, errors and cancellation included.
  boost::asio::awaitable<std::optional<event>> next_event() const;
  template <detail::token_for<std::optional<event>> Token>
  auto next_event(Token&& token) const {
    return detail::async_take<std::optional<event>>(cursor(), std::forward<Token>(token));
  }

  /// The index after the last event that next_event returned: give it to client::session to go on later.
  std::uint64_t next_index() const;

  /// Of the last end that next_event reported; without events in it. An empty result before.
  run_result const& result() const;

  /// A cursor of its own on this session. No I/O before its first read. Throws hai::error with
  /// errc::invalid_argument for options out of range, errc::closed.
  event_stream stream(stream_options options = {}) const;

  /// Stops polling at once, for all copies; next_event fails with errc::closed from then on. Plain calls
  /// still work.
  void close();

  // ---- Looking

  /// GET /sessions/{id}/changes, once: events past an index and a snapshot; empty for a 204. The cursor does
  /// not move.
  boost::asio::awaitable<std::optional<session_changes>> changes(changes_query query = {}) const;
  template <detail::token_for<std::optional<session_changes>> Token>
  auto changes(changes_query query, Token&& token) const {
    return detail::launch<std::optional<session_changes>>(home(), do_changes(std::move(query)),
                                                          std::forward<Token>(token));
  }
  template <detail::token_for<std::optional<session_changes>> Token>
  auto changes(Token&& token) const {
    return changes(changes_query(), std::forward<Token>(token));
  }

  /// GET /sessions/{id}/status: the authority on the state, and on why a session failed.
  boost::asio::awaitable<session_status> status() const;
  template <detail::token_for<session_status> Token>
  auto status(Token&& token) const {
    return detail::launch<session_status>(home(), do_status(), std::forward<Token>(token));
  }

  /// GET /sessions/{id}: request, status, latest answer, link to the Agent View, times.
  boost::asio::awaitable<session_resource> get() const;
  template <detail::token_for<session_resource> Token>
  auto get(Token&& token) const {
    return detail::launch<session_resource>(home(), do_get(), std::forward<Token>(token));
  }

  // ---- Steering

  /// POST /sessions/{id}/messages. Wakes an idle session, resumes a paused one, restarts a terminal one; done
  /// when the server has accepted it, not when the agent has read it. This client's streams of the session
  /// take no settled state for an end until the message shows, for 15 s at most. Not repeated once it may
  /// have arrived: errc::reply_lost.
  boost::asio::awaitable<void> send_message(user_message message) const;
  template <detail::token_for<void> Token>
  auto send_message(user_message message, Token&& token) const {
    return detail::launch<void>(home(), do_send_message(std::move(message)), std::forward<Token>(token));
  }

  /// DELETE /sessions/{id}: asks the session to end as interrupted. Harmless on one that has ended. A
  /// request, not a result: the state may lag; this client's streams of the session look at once.
  boost::asio::awaitable<void> cancel() const;
  template <detail::token_for<void> Token>
  auto cancel(Token&& token) const {
    return detail::launch<void>(home(), do_cancel(), std::forward<Token>(token));
  }

 private:
  friend class client;
  explicit session(std::shared_ptr<detail::session_core> core) noexcept;

  boost::asio::any_io_executor home() const;
  std::shared_ptr<detail::cursor<std::optional<event>>> cursor() const;
  boost::asio::awaitable<std::optional<session_changes>> do_changes(changes_query query) const;
  boost::asio::awaitable<session_status> do_status() const;
  boost::asio::awaitable<session_resource> do_get() const;
  boost::asio::awaitable<void> do_send_message(user_message message) const;
  boost::asio::awaitable<void> do_cancel() const;

  std::shared_ptr<detail::session_core> core_;
  std::shared_ptr<api::call_settings const> settings_;  ///< null: the core's
};

}  // namespace hai
