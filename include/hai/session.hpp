#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <hai/call_options.hpp>
#include <hai/changes_query.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/launch.hpp>
#include <hai/detail/waiting.hpp>
#include <hai/event.hpp>
#include <hai/event_stream.hpp>
#include <hai/feedback.hpp>
#include <hai/history_cursor.hpp>
#include <hai/history_query.hpp>
#include <hai/image_content.hpp>
#include <hai/page.hpp>
#include <hai/run_options.hpp>
#include <hai/run_result.hpp>
#include <hai/session_changes.hpp>
#include <hai/session_resource.hpp>
#include <hai/session_status.hpp>
#include <hai/status_cursor.hpp>
#include <hai/stream_options.hpp>
#include <hai/tool_result.hpp>
#include <hai/user_message.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hai {

namespace api {
struct call_settings;
}
namespace detail {
class session_core;
struct session_access;
}  // namespace detail

/// One session of an agent: a handle, made without I/O by client::session, or by client::start_session.
///
/// Copies share one cursor, which next_event() moves; it stops polling with the last copy. The calls may be
/// made from any thread; the cursor belongs to one consumer at a time. A default-constructed one is empty:
/// its operations fail with errc::closed.
///
/// Each operation returns an awaitable; the same name with a completion token as last argument runs it
/// through any token, signature void(std::exception_ptr, T), or void(std::exception_ptr). A coroutine stays
/// on its executor; a handler runs on its associated executor, else on the client's.
///
/// Unless said otherwise, an operation fails with hai::error: the reply's status and words; or
/// errc::invalid_argument for arguments out of range, before a byte is sent; connect_failed, certificate,
/// bad_reply, bad_json; timed_out, when one attempt takes longer than timeout_options::request; closed. It
/// repeats what is safe to repeat as retry_options says. A POST is not repeated once it may have arrived: it
/// fails with errc::reply_lost. Cancellation (any type) ends it at once with operation_aborted, whether or
/// not the server carries it out.
class HAI_EXPORT session {
 public:
  session() noexcept;
  session(session const&);
  session(session&&) noexcept;
  session& operator=(session const&);
  session& operator=(session&&) noexcept;
  ~session();

  std::string const& id() const;

  /// The same session and cursor, its plain calls, poll_status() and replay() made with other options. What
  /// follows the session, in next_event(), stream() and wait_for_completion(), keeps those that the handle
  /// was made with: client::with changes them. Throws hai::error: errc::invalid_argument for options out of
  /// range, errc::closed.
  /// @snippet session.cpp with
  session with(call_options changes) const;

  // ---- Following

  /// The next event; empty once the session has settled (a terminal state, or idle). The next call then looks
  /// again, and goes on if the session did, as after send_message(). After a failure the next call resumes at
  /// the cursor. A gap between two indices means events that the server has thrown away. Else as
  /// event_stream::next, errors and cancellation included.
  /// @snippet session.cpp next_event
  boost::asio::awaitable<std::optional<event>> next_event() const;
  template <detail::token_for<std::optional<event>> Token>
  auto next_event(Token&& token) const {
    return detail::async_take<std::optional<event>>(cursor(), std::forward<Token>(token));
  }

  /// The index after the last event that next_event returned: give it to client::session to go on later.
  /// @snippet session.cpp next_index
  std::uint64_t next_index() const;

  /// Of the last end that next_event reported; without events in it. An empty result before.
  /// @snippet session.cpp result
  run_result const& result() const;

  /// A cursor of its own on this session. It does not answer tool calls. No I/O before its first read. Throws
  /// hai::error with errc::invalid_argument for options out of range, errc::closed.
  /// @snippet cursors.cpp stream_next
  event_stream stream(stream_options options = {}) const;

  /// Follows the session on this cursor, by GET …/changes and …/status, until it ends as run_options::until
  /// says, and returns how: state, answer, events. After send_message() it waits for the end of that
  /// message's turn; calls of next_event() and of this may alternate, and each event comes once.
  ///
  /// run_options::tools answers the agent's calls meanwhile (POST …/tool_results); without it they wait for
  /// somebody else. Nothing is lost by a failure, errc::timed_out at the deadline, or a cancellation: the
  /// events that only the result would have shown go back to the cursor, and the next read of either kind
  /// begins with them. (With run_options::on_event they have been handed out.) errc::already_waiting while
  /// another read of this cursor waits. Else as next_event(). The session itself goes on in each case.
  /// @snippet session.cpp wait_for_completion
  boost::asio::awaitable<run_result> wait_for_completion(run_options options = {}) const;
  template <detail::token_for<run_result> Token>
  auto wait_for_completion(run_options options, Token&& token) const {
    return detail::launch<run_result>(home(), do_wait_for_completion(std::move(options)),
                                      std::forward<Token>(token));
  }
  template <detail::token_for<run_result> Token>
  auto wait_for_completion(Token&& token) const {
    return wait_for_completion(run_options(), std::forward<Token>(token));
  }

  /// A cursor on the session's status alone, cheaper than events for who only wants to know that it lives. It
  /// looks again after one to one and a half times `every`, growing to 10 to 15 s while nothing changes; at
  /// once after what this client asks of the session. It ends after a state of `until`. No I/O before its
  /// first read. Throws hai::error with errc::invalid_argument unless `every` is more than 0, errc::closed.
  /// @snippet cursors.cpp status_next
  status_cursor poll_status(std::chrono::milliseconds every = std::chrono::seconds(2),
                            hai::until until = hai::until::settled) const;

  /// Stops polling at once, for all copies; next_event fails with errc::closed from then on. Plain calls
  /// still work.
  /// @snippet session.cpp close
  void close();

  // ---- Looking

  /// GET /sessions/{id}/changes, once: events past an index and a snapshot; empty for a 204. The cursor does
  /// not move.
  /// @snippet session.cpp changes
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
  /// @snippet session.cpp status
  boost::asio::awaitable<session_status> status() const;
  template <detail::token_for<session_status> Token>
  auto status(Token&& token) const {
    return detail::launch<session_status>(home(), do_status(), std::forward<Token>(token));
  }

  /// GET /sessions/{id}: request, status, latest answer, link to the Agent View, times.
  /// @snippet session.cpp get
  boost::asio::awaitable<session_resource> get() const;
  template <detail::token_for<session_resource> Token>
  auto get(Token&& token) const {
    return detail::launch<session_resource>(home(), do_get(), std::forward<Token>(token));
  }

  /// GET /sessions/{id}/events: one page of the history. The events are numbered where the order tells their
  /// numbers (oldest first, every type); otherwise their index() is event::no_index.
  /// @snippet session.cpp history
  boost::asio::awaitable<page<event>> history(history_query query = {}) const;
  template <detail::token_for<page<event>> Token>
  auto history(history_query query, Token&& token) const {
    return detail::launch<page<event>>(home(), do_history(std::move(query)), std::forward<Token>(token));
  }
  template <detail::token_for<page<event>> Token>
  auto history(Token&& token) const {
    return history(history_query(), std::forward<Token>(token));
  }

  /// The whole history, from the query's page on: `while (auto event = co_await cursor.next())`. No I/O
  /// before the first read, and no waiting for what is to come: that is what stream() does. Throws hai::error
  /// with errc::closed.
  /// @snippet cursors.cpp history_next
  history_cursor replay(history_query query = {}) const;

  /// The bytes of an image that an event shows: decoded, or by GET from where its link leads, over up to five
  /// redirects. The key goes to the API's own origin only, not to where images are stored. An image over
  /// 64 MiB fails with errc::body_too_large, a link that is neither https nor on loopback with
  /// errc::invalid_argument.
  /// @snippet session.cpp download
  boost::asio::awaitable<std::string> download(image_content image) const;
  template <detail::token_for<std::string> Token>
  auto download(image_content image, Token&& token) const {
    return detail::launch<std::string>(home(), do_download(std::move(image)), std::forward<Token>(token));
  }

  // ---- Steering

  /// POST /sessions/{id}/messages. Wakes an idle session, resumes a paused one, restarts a terminal one; done
  /// when the server has accepted it, not when the agent has read it. This client's streams of the session
  /// take no settled state for an end until the message shows, for 15 s at most.
  /// @snippet session.cpp send_message
  boost::asio::awaitable<void> send_message(user_message message) const;
  template <detail::token_for<void> Token>
  auto send_message(user_message message, Token&& token) const {
    return detail::launch<void>(home(), do_send_message(std::move(message)), std::forward<Token>(token));
  }

  /// POST /sessions/{id}/messages, once for several messages: they are delivered together. Otherwise like
  /// send_message().
  /// @snippet session.cpp send_messages
  boost::asio::awaitable<void> send_messages(std::vector<user_message> messages) const;
  template <detail::token_for<void> Token>
  auto send_messages(std::vector<user_message> messages, Token&& token) const {
    return detail::launch<void>(home(), do_send_messages(std::move(messages)), std::forward<Token>(token));
  }

  /// POST /sessions/{id}/tool_results: answers calls of the caller's own tools, all in one request. On a
  /// session that has ended it fails with errc::conflict. A call answered twice does no harm.
  /// @snippet session.cpp send_tool_results
  boost::asio::awaitable<void> send_tool_results(std::vector<tool_result> results) const;
  template <detail::token_for<void> Token>
  auto send_tool_results(std::vector<tool_result> results, Token&& token) const {
    return detail::launch<void>(home(), do_send_tool_results(std::move(results)), std::forward<Token>(token));
  }

  /// POST /sessions/{id}/pause: asks the agent to hold, until resume() or a message. As all commands it is a
  /// request, not a result: the state may lag.
  /// @snippet session.cpp pause
  boost::asio::awaitable<void> pause() const;
  template <detail::token_for<void> Token>
  auto pause(Token&& token) const {
    return detail::launch<void>(home(), do_pause(), std::forward<Token>(token));
  }

  /// POST /sessions/{id}/resume: lets a paused agent go on.
  /// @snippet session.cpp resume
  boost::asio::awaitable<void> resume() const;
  template <detail::token_for<void> Token>
  auto resume(Token&& token) const {
    return detail::launch<void>(home(), do_resume(), std::forward<Token>(token));
  }

  /// POST /sessions/{id}/force_answer: asks the agent to answer now with what it has. This client's streams
  /// of the session look at once.
  /// @snippet session.cpp force_answer
  boost::asio::awaitable<void> force_answer() const;
  template <detail::token_for<void> Token>
  auto force_answer(Token&& token) const {
    return detail::launch<void>(home(), do_force_answer(), std::forward<Token>(token));
  }

  /// DELETE /sessions/{id}: asks the session to end as interrupted. Harmless on one that has ended. A
  /// request, not a result: the state may lag; this client's streams of the session look at once.
  /// @snippet session.cpp cancel
  boost::asio::awaitable<void> cancel() const;
  template <detail::token_for<void> Token>
  auto cancel(Token&& token) const {
    return detail::launch<void>(home(), do_cancel(), std::forward<Token>(token));
  }

  // ---- Sharing and judging

  /// POST /sessions/{id}/share: lets anyone with the link read the session, without a key. Brings the link as
  /// an absolute URL.
  /// @snippet session.cpp share
  boost::asio::awaitable<std::string> share() const;
  template <detail::token_for<std::string> Token>
  auto share(Token&& token) const {
    return detail::launch<std::string>(home(), do_share(), std::forward<Token>(token));
  }

  /// DELETE /sessions/{id}/share: takes that back.
  /// @snippet session.cpp unshare
  boost::asio::awaitable<void> unshare() const;
  template <detail::token_for<void> Token>
  auto unshare(Token&& token) const {
    return detail::launch<void>(home(), do_unshare(), std::forward<Token>(token));
  }

  /// POST /sessions/{id}/feedback: on the whole session.
  /// @snippet session.cpp feedback
  boost::asio::awaitable<void> feedback(hai::feedback what) const;
  template <detail::token_for<void> Token>
  auto feedback(hai::feedback what, Token&& token) const {
    return detail::launch<void>(home(), do_feedback(std::nullopt, std::move(what)),
                                std::forward<Token>(token));
  }

  /// PUT /sessions/{id}/events/{event_index}/feedback: on one event, in place of what was said of it before.
  /// @snippet session.cpp event_feedback
  boost::asio::awaitable<void> feedback(std::uint64_t event_index, hai::feedback what) const;
  template <detail::token_for<void> Token>
  auto feedback(std::uint64_t event_index, hai::feedback what, Token&& token) const {
    return detail::launch<void>(home(), do_feedback(event_index, std::move(what)),
                                std::forward<Token>(token));
  }

 private:
  friend class client;
  friend struct detail::session_access;
  explicit session(std::shared_ptr<detail::session_core> core) noexcept;

  boost::asio::any_io_executor home() const;
  std::shared_ptr<detail::cursor<std::optional<event>>> cursor() const;
  boost::asio::awaitable<run_result> do_wait_for_completion(run_options options) const;
  boost::asio::awaitable<std::optional<session_changes>> do_changes(changes_query query) const;
  boost::asio::awaitable<session_status> do_status() const;
  boost::asio::awaitable<session_resource> do_get() const;
  boost::asio::awaitable<void> do_send_message(user_message message) const;
  boost::asio::awaitable<void> do_cancel() const;
  boost::asio::awaitable<page<event>> do_history(history_query query) const;
  boost::asio::awaitable<std::string> do_download(image_content image) const;
  boost::asio::awaitable<void> do_send_messages(std::vector<user_message> messages) const;
  boost::asio::awaitable<void> do_send_tool_results(std::vector<tool_result> results) const;
  boost::asio::awaitable<void> do_pause() const;
  boost::asio::awaitable<void> do_resume() const;
  boost::asio::awaitable<void> do_force_answer() const;
  boost::asio::awaitable<std::string> do_share() const;
  boost::asio::awaitable<void> do_unshare() const;
  boost::asio::awaitable<void> do_feedback(std::optional<std::uint64_t> event_index,
                                           hai::feedback what) const;

  std::shared_ptr<detail::session_core> core_;
  std::shared_ptr<api::call_settings const> settings_;  ///< null: the core's
};

}  // namespace hai
