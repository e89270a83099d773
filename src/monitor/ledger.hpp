#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "monitor/checkpoint.hpp"
#include "net/system.hpp"

namespace hai::detail {

/// How a session came to be watched no more.
struct past_session {
  enum class kind { ended, gave_up, failed, unwatched } how = kind::ended;
  position at;
  session_state state;     ///< of an end
  net::time_point when{};  ///< it was handed out
  bool restored = false;   ///< from a checkpoint, and not watched since
};

/// The books of a monitor: how far each session was told, what of it was acknowledged, and what is over. No
/// I/O, no clock.
class ledger {
 public:
  explicit ledger(std::size_t most_past = 100'000) : most_past_(most_past) {}

  void watch(std::string const& id, position from);
  void unwatch(std::string const& id);
  /// A watched session's state, from which on changes are told.
  void first_seen(std::string const& id, session_state const& state);

  /// An item was handed out, after which the session stands at `after`.
  void hand_out(std::string const& id, position const& after);
  /// The last item of a session was handed out.
  void hand_out_last(std::string const& id, past_session over);
  /// Nothing is in hand any more: the next read was begun.
  void acknowledge();

  /// What is known of a session that is not watched (any more); null: nothing.
  past_session const* past(std::string const& id) const;

  /// Adds what a checkpoint says; what it has watched becomes watched here.
  void restore(checkpoint const& from);
  /// Writes `watched`, `ended` and `unwatched`.
  void save(checkpoint& to) const;

 private:
  struct in_hand {
    std::string id;
    position after;
    bool last;
  };

  void forget_in_hand(std::string const& id);
  void remember(std::string const& id, past_session over);

  std::size_t const most_past_;
  std::unordered_map<std::string, position> watched_;
  std::unordered_map<std::string, std::pair<past_session, std::uint64_t>> past_;
  std::deque<std::pair<std::string, std::uint64_t>> oldest_past_;
  std::uint64_t remembered_ = 0;
  std::vector<in_hand> in_hand_;
};

}  // namespace hai::detail
