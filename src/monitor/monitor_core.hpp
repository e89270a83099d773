#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <hai/detail/context_service.hpp>
#include <hai/monitor_item.hpp>
#include <hai/monitor_options.hpp>
#include <hai/session_filter.hpp>
#include <hai/session_summary.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/calls.hpp"
#include "monitor/child_looks.hpp"
#include "monitor/feed.hpp"
#include "monitor/ledger.hpp"
#include "monitor/state_feed.hpp"
#include "monitor/sweep.hpp"
#include "session/buffer_bounds.hpp"
#include "session/parking_place.hpp"

namespace hai::detail {

class state_sweep;

/// The shared part of a monitor: the feeds of its sessions, the line of those that have something to draw,
/// and the one cursor that draws from them in turn. All public functions may be called from any thread.
class monitor_core final : public cursor<std::optional<monitor_item>>,
                           public cursor<std::vector<monitor_item>>,
                           public feed_listener,
                           public api::session_listener,
                           public context_bound,
                           public std::enable_shared_from_this<monitor_core> {
 public:
  /// Throws hai::error: errc::invalid_argument for options out of range, errc::closed.
  static std::shared_ptr<monitor_core> make(api::caller who, monitor_options const& options);
  monitor_core(api::caller who, monitor_options const& options);
  ~monitor_core() override;

  void watch(std::string id, std::uint64_t from_index);
  void unwatch(std::string const& id);
  void discover(session_filter filter, std::chrono::seconds every);
  boost::json::value save() const;
  void restore(boost::json::value const& saved);
  void close();

  // ---- what sweeps tell

  /// A line of the list of sessions, which was asked for at `asked`; true: it is watched from now on.
  bool found(session_summary const& listed, net::time_point asked);
  /// A discovery has failed for good.
  void discovery_over(std::exception_ptr failure);

  std::optional<child_looks::turn> next_child_look() const;
  void looked_for_children(std::string const& id, net::time_point asked);
  void child_search_over(std::exception_ptr failure);

  std::vector<std::shared_ptr<state_feed>> state_feeds() const;
  /// How many sessions have something that nobody has read.
  std::size_t unread() const;
  void first_seen(std::string const& id, session_state const& state);
  void state_sweep_over(std::exception_ptr failure);

  // ---- the consumer's side

  entry enter(asio::execution_context* home, std::shared_ptr<waiter> const& who) override;
  void give_up_claim() override { place_.give_up_claim(); }
  bool unpark(waiter const& which) override { return place_.unpark(which); }
  asio::any_io_executor default_executor() const override { return who_.core->executor_or_system(); }
  look take(std::optional<monitor_item>& into, std::exception_ptr& failure,
            std::shared_ptr<waiter> const& who) override;
  look take(std::vector<monitor_item>& into, std::exception_ptr& failure,
            std::shared_ptr<waiter> const& who) override;

  void feed_ready(std::shared_ptr<feed> const& which) override;
  void look_now() override {}
  void message_going(std::uint64_t, std::vector<std::string> const&) override {}
  void message_sent(net::time_point) override {}
  void message_not_sent() override {}
  void attend() override {}
  void client_closed() override;
  void drop() noexcept override;

 private:
  struct feed_start {
    position from;
    std::optional<past_session> past;
  };

  /// What is left to stop when the monitor lets go of it.
  struct remains {
    std::unordered_map<std::string, std::shared_ptr<feed>> feeds;
    std::vector<std::shared_ptr<sweep>> sweeps;
  };
  struct addition {
    std::shared_ptr<feed> made;
    bool begins = false;
  };

  void begin();
  void rouse_sweeps();
  remains shut(char const* why);
  void require_open() const;
  std::shared_ptr<feed> make_feed(std::shared_ptr<std::string const> id, feed_start const& start);
  addition add(std::string id, feed_start const& start);
  void begin(std::vector<addition> const& added);
  void let_go(std::shared_ptr<feed> const& dropped);
  void sight(std::shared_ptr<feed> const& which, session_summary const& listed, net::time_point asked);
  void add_failure(std::exception_ptr failure);
  bool is_over() const;
  bool is_current(feed const& which) const;
  bool ends(session_state const& state) const;
  bool is_wanted_again(past_session const& past, session_state const& listed, net::time_point asked) const;
  void draw_from(feed& from, bool one, std::vector<monitor_item>& into);
  void note_over(feed const& over, monitor_item const* last);
  look draw(bool one, std::vector<monitor_item>& into, std::exception_ptr& failure,
            std::shared_ptr<waiter> const& who);
  look conclude(bool has_items, std::exception_ptr& failure, std::shared_ptr<waiter> const& who);
  parking_place::called waiter_if_over();
  std::vector<std::shared_ptr<sweep>> take_sweeps();

  api::caller const who_;
  monitor_options const options_;
  std::shared_ptr<shared_room> const room_;
  context_registration registration_;

  mutable std::mutex mutex_;  // guards all below
  parking_place place_{mutex_};
  bool begun_ = false;
  bool shut_ = false;
  std::exception_ptr closed_;
  std::unordered_map<std::string, std::shared_ptr<feed>> feeds_;
  std::deque<std::shared_ptr<feed>> line_;  ///< those that have something to draw
  ledger ledger_;
  child_looks children_;
  std::shared_ptr<sweep> child_search_;       ///< with follow_subagents
  std::shared_ptr<state_sweep> state_sweep_;  ///< without events
  std::vector<std::shared_ptr<sweep>> discoveries_;
  std::size_t discovering_ = 0;
  std::deque<std::exception_ptr> failures_;  ///< of discoveries, not thrown yet
};

}  // namespace hai::detail
