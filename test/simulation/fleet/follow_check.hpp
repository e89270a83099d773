#pragma once

#include <hai/event.hpp>
#include <hai/run_result.hpp>
#include <hai/until.hpp>
#include <optional>
#include <string>

#include "simulation/fleet/agent_session.hpp"
#include "simulation/fleet/journal.hpp"

namespace hai::simulation {

/// What the rules allow a stream of one world to take, in virtual time.
struct time_bounds {
  net::duration well_from{};      ///< no fault of the server has an effect any more
  net::duration round_trip{};     ///< of one request and its reply, at most
  net::duration pause{};          ///< between polls that a server answers too soon
  net::duration turn{};           ///< more, for each poll, where polls take turns
  net::duration arrival{};        ///< before a stream that comes to a full pool has its first turn
  std::chrono::seconds wait{25};  ///< of a poll
  std::size_t page_cap = 1;

  net::duration of_polls(std::size_t count) const;
  net::duration of_delivery(std::size_t events_behind) const;
  net::duration of_end(bool is_announced, std::size_t events_behind) const;
};

/// Holds what one consumer gets against what its session was.
class follow_check {
 public:
  follow_check(agent_session& truth, hai::until until, time_bounds bounds, journal& log, std::string name);

  void on_event(event const& got, net::duration now);
  void on_end(run_result const& result, net::duration now);
  void on_cursor(std::uint64_t next_index, net::duration now);
  void on_failure(std::string const& what, net::duration now);
  /// Never ended, though the world has come to rest.
  void on_left_over(net::duration now);

  /// The consumer is busy or away from now on. One that nothing has made wait since it came back last was
  /// away all the time: what it read lay there.
  void goes_away(net::duration now) {
    if (now != ready_from_) away_from_ = now;
  }
  /// It was until `now`: nothing can have been delivered before.
  void was_away(net::duration now) { ready_from_ = now; }
  /// A new stream: no evidence of an end from before counts.
  void began_anew(net::duration now) {
    began_at_ = ready_from_ = away_from_ = now;
    began_index_ = next_index_;
  }
  void on_message_going(net::duration now);
  void on_message_sent(net::duration now);
  /// It did not go, or what sent it is gone.
  void forget_message() { going_at_ = sent_at_ = std::nullopt; }

  std::uint64_t next_index() const { return next_index_; }

 private:
  settled_period const* period_of(run_result const& result, net::duration now) const;
  bool ends(settled_period const& period) const;
  void check_result(settled_period const& period, run_result const& result, net::duration now);
  void check_time(settled_period const& period, net::duration now);
  void check_message(settled_period const& period, net::duration now);
  void wrong(net::duration now, std::string const& what) { log_.wrong(now, name_ + ": " + what); }

  agent_session& truth_;
  hai::until const until_;
  time_bounds const bounds_;
  journal& log_;
  std::string const name_;
  std::uint64_t next_index_ = 0;
  net::duration ready_from_{};
  net::duration away_from_{};
  net::duration began_at_{};
  std::uint64_t began_index_ = 0;
  std::optional<net::duration> going_at_;
  std::optional<net::duration> sent_at_;
};

}  // namespace hai::simulation
