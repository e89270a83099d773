#pragma once

#include <hai/session_status.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "monitor/feed.hpp"
#include "net/system.hpp"
#include "session/outage.hpp"

namespace hai::detail {

/// The changes of state of one session, as sweeps see them, and its end. A change that nobody has read gives
/// way to the next one. Thread-safe.
class state_feed final : public feed, public std::enable_shared_from_this<state_feed> {
 public:
  state_feed(std::weak_ptr<feed_listener> listener, std::shared_ptr<std::string const> id,
             std::optional<session_state> known);

  void begin() override {}
  void close() override;
  drawn draw(bool one, std::vector<monitor_item>& into) override;
  bool has_more() override;
  position told() const override;

  // ---- the sweeps' side

  enum class sight { first, same, changed };
  /// A list showed the session in this state, or its status did; at `asked` that was asked for.
  sight see(session_state const& state, net::time_point asked, std::chrono::system_clock::time_point date);
  /// Its end, or why it cannot be followed: the last item. False: it had one, or is closed.
  bool finish(monitor_item last, session_state const& state);
  bool is_finished() const;

  /// The state last seen; none: not seen by this monitor yet.
  std::optional<session_state> seen() const;
  /// When the last good sight was asked for.
  std::optional<net::time_point> seen_at() const;
  /// Its page, where a list told it.
  void set_url(std::optional<std::string> const& url);
  std::optional<std::string> url() const;

  /// Of the requests for its status; the sweep's alone.
  outage status_outage;
  /// How often the whole list did not have it though it was in flight; the sweep's alone.
  unsigned missed = 0;

 private:
  struct news {
    monitor_item item;
    session_state state;  ///< after it
  };

  void tell_listener();

  std::weak_ptr<feed_listener> const listener_;
  mutable std::mutex mutex_;
  std::optional<session_state> last_seen_;
  std::optional<session_state> told_;
  std::optional<net::time_point> seen_at_;
  std::optional<std::string> url_;
  std::optional<news> unread_;
  bool finished_ = false;
  bool is_waited_at_ = true;  ///< the listener is to be told of the next item
};

}  // namespace hai::detail
