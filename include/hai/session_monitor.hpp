#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <hai/client.hpp>
#include <hai/detail/export.hpp>
#include <hai/detail/waiting.hpp>
#include <hai/monitor_item.hpp>
#include <hai/monitor_options.hpp>
#include <hai/session_filter.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hai {

namespace detail {
class monitor_core;
}

/// Watches any number of sessions, and tells what happens in all of them through one cursor.
///
/// Each session is followed as by an event_stream, by GET /sessions/{id}/changes and …/status (see
/// monitor_options::events): its events come once and in order, then its end. A session that cannot be
/// followed has a failure for its last item, and disturbs no other. Sessions with something to tell take
/// turns: one that floods does not keep another's event back for longer than one batch. What was received and
/// not read is bounded for all sessions together (monitor_options); while it is used up, a session that has
/// something unread is not polled.
///
/// docs/monitoring.md says what a watched session costs, in memory and in requests.
///
/// Nothing is sent before the first read. The cursor belongs to one consumer at a time; the other functions
/// may be called from any thread, also while it waits. Move-only: destroying it stops its polling.
class HAI_EXPORT session_monitor {
 public:
  /// No I/O. Throws hai::error: errc::invalid_argument for options out of range, errc::closed.
  explicit session_monitor(client by, monitor_options options = {});
  session_monitor(session_monitor&&) noexcept;
  session_monitor& operator=(session_monitor&&) noexcept;
  ~session_monitor();

  /// Watches a session from an index on; no effect on one that is watched. What has ended or failed may be
  /// watched again. Throws errc::invalid_argument for an empty id, errc::closed.
  /// @snippet session_monitor.cpp watch
  void watch(std::string id, std::uint64_t from_index = 0);

  /// Watches a session no more, and drops what was not read of it. A discovery leaves it alone from then on.
  /// @snippet session_monitor.cpp unwatch
  void unwatch(std::string const& id);

  /// Watches every session that the filter fits (hai::in_flight() for those that have not ended), now and
  /// later: reads all pages of GET /sessions, and again `every` so long. A session that is watched, however
  /// it was found, is not watched twice; one that has ended is watched again, from where it ended, when the
  /// list has it in flight again; one whose feed failed likewise, if it gave up on what was transient. A list
  /// without `status` only grows: it is read, newest first, up to a page without news, and each tenth time to
  /// the end.
  ///
  /// Outlives what is transient. A failure that will not heal (errc::unauthorized, …), or errc::gave_up when
  /// the client has had no reply for 30 s from the beginning, ends the discovery and is thrown by the next
  /// read, once.
  ///
  /// Throws errc::invalid_argument for a filter out of range or with a page number, and unless `every` is
  /// more than 0; errc::closed.
  /// @snippet session_monitor.cpp discover
  void discover(session_filter filter, std::chrono::seconds every);

  /// The next item of any session; empty when nothing is watched or discovered any more, which is not for
  /// good: something may be watched again. Also acknowledges what the read before it returned: see
  /// checkpoint().
  ///
  /// Fails with hai::error: that of a discovery, once; errc::closed, after what is buffered, once the client
  /// is closed, and at once after close() or the end of the client's execution context;
  /// errc::already_waiting while another read waits. Cancellation (any type) ends the wait with
  /// operation_aborted and loses nothing; see event_stream::next for races.
  /// @snippet session_monitor.cpp next
  boost::asio::awaitable<std::optional<monitor_item>> next();

  /// The same with a completion token, signature void(std::exception_ptr, std::optional<monitor_item>). The
  /// item leaves the monitor on the handler's own executor, in the step that calls the handler.
  template <detail::token_for<std::optional<monitor_item>> Token>
  auto next(Token&& token) {
    return detail::async_take<std::optional<monitor_item>>(singles(), std::forward<Token>(token));
  }

  /// What the sessions have to tell that are ready, in turn, waiting for one if none is: some hundred items
  /// at most. Otherwise like next().
  /// @snippet session_monitor.cpp next_batch
  boost::asio::awaitable<std::vector<monitor_item>> next_batch();

  /// The same with a completion token, signature void(std::exception_ptr, std::vector<monitor_item>).
  template <detail::token_for<std::vector<monitor_item>> Token>
  auto next_batch(Token&& token) {
    return detail::async_take<std::vector<monitor_item>>(batches(), std::forward<Token>(token));
  }

  /// How far each session was told and acknowledged, for restore() in a later process: by the call of a read
  /// after the one that returned it. What is in hand counts as not told, and comes again. Some ten bytes
  /// beside the id for each watched session, and for each of the last 100,000 that have ended.
  /// @snippet session_monitor.cpp checkpoint
  boost::json::value checkpoint() const;

  /// Goes on from a checkpoint of a monitor with the same `events` and `until`: watches what it watched, each
  /// session from where it was acknowledged, whatever from_index watch() says before the first read or after.
  /// What had ended and was acknowledged stays so: discoveries leave it alone unless it is in flight again,
  /// and watch() has no effect on it but with a from_index past its last event. Discoveries themselves have
  /// to be begun anew. Throws errc::invalid_argument naming what is wrong, and changes nothing then;
  /// errc::closed.
  /// @snippet session_monitor.cpp restore
  void restore(boost::json::value const& checkpoint);

  /// Stops at once, and lets go of what is buffered; a read that waits fails with errc::closed. Idempotent.
  /// @snippet session_monitor.cpp close
  void close();

 private:
  std::shared_ptr<detail::cursor<std::optional<monitor_item>>> singles() const;
  std::shared_ptr<detail::cursor<std::vector<monitor_item>>> batches() const;
  std::shared_ptr<detail::monitor_core> const& core() const;

  std::shared_ptr<detail::monitor_core> core_;
};

}  // namespace hai
