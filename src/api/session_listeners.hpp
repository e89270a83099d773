#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "net/system.hpp"

namespace hai::api {

/// A stream that follows a session, as the calls that change that session see it. Thread-safe.
class session_listener {
 public:
  virtual ~session_listener() = default;
  /// Something was asked of the session: its state may change without an event.
  virtual void look_now() = 0;
  /// The next three only note what happened: they are called with a lock held, and attend() after it.
  /// Messages of these texts are about to be sent to the session, maybe beside others that are on the wire,
  /// whose texts are there too; then, once for all of them, whether one was.
  virtual void message_going(std::uint64_t cursor, std::vector<std::string> const& texts) = 0;
  virtual void message_sent(net::time_point when) = 0;
  virtual void message_not_sent() = 0;
  /// Something was noted: to be acted upon. Not called for what add() tells: whoever begins looks at that.
  virtual void attend() = 0;
  /// The client is closed.
  virtual void client_closed() = 0;
};

/// Who follows which session through one client, and which messages are on the wire or were sent a moment
/// ago: whoever comes to follow the session meanwhile is told of them. Thread-safe.
class session_listeners {
 public:
  void add(std::string const& session_id, std::shared_ptr<session_listener> const& listener,
           net::time_point now);
  /// Forgets those of the session that are gone.
  void remove(std::string const& session_id) noexcept;

  void look_now(std::string const& session_id) const;
  /// `cursor`: the events that the sender knew.
  void message_going(std::string const& session_id, std::uint64_t cursor, std::vector<std::string> texts);
  /// `when` it was sent; nothing: it was not.
  void message_settled(std::string const& session_id, net::time_point now,
                       std::optional<net::time_point> when);
  void client_closed() const;

 private:
  /// The messages to one session that may not have shown yet.
  struct news {
    std::uint64_t cursor = 0;
    std::vector<std::string> texts;
    std::size_t on_the_wire = 0;
    bool one_was_sent = false;  ///< of those that were on the wire together with those that are
    std::optional<net::time_point> last_sent;
  };
  using alive = std::vector<std::shared_ptr<session_listener>>;

  alive of(std::string const& session_id) const;
  void forget_old_news(net::time_point now);

  static void attend(alive const& told);

  // Held while listeners note what they are told, so that each hears of a message in the order in which
  // things happened.
  mutable std::mutex mutex_;
  std::multimap<std::string, std::weak_ptr<session_listener>> listeners_;
  std::map<std::string, news> news_;
};

}  // namespace hai::api
