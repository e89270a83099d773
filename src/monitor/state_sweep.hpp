#pragma once

#include <deque>
#include <hai/monitor_options.hpp>
#include <hai/session_status.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "monitor/state_feed.hpp"
#include "monitor/state_plan.hpp"
#include "monitor/state_sights.hpp"
#include "monitor/sweep.hpp"
#include "session/status_schedule.hpp"

namespace hai::detail {

class monitor_core;

/// Looks at the states of all watched sessions: in the list of those in flight, and in the status of those
/// that it does not show, which have ended for the most part.
class state_sweep final : public sweep {
 public:
  /// Throws errc::closed.
  static std::shared_ptr<state_sweep> make(api::caller who, std::weak_ptr<monitor_core> monitor,
                                           monitor_options const& options);
  state_sweep(api::caller who, std::weak_ptr<monitor_core> monitor, monitor_options const& options);

  /// From any thread: another sweep has seen this session, or it is not watched any more.
  void seen_elsewhere(std::shared_ptr<state_feed> which);
  void unwatched(std::shared_ptr<state_feed> which);

 private:
  using feed_list = std::vector<std::shared_ptr<state_feed>>;
  using feed_map = std::unordered_map<std::string, std::shared_ptr<state_feed>>;

  asio::awaitable<std::optional<net::duration>> look() override;
  void over(std::exception_ptr failure) override;
  void at_end() override { sights_.lose_all(); }
  feed_list unseen(feed_list const& all) const;
  asio::awaitable<void> read_list(feed_list& unseen);
  asio::awaitable<void> read_pages(feed_map& wanted);
  asio::awaitable<void> ask_each(feed_list unseen);
  asio::awaitable<bool> ask_from(std::shared_ptr<std::deque<std::shared_ptr<state_feed>>> line);
  asio::awaitable<void> ask(std::shared_ptr<state_feed> of);
  asio::awaitable<void> finish(std::shared_ptr<state_feed> of, session_status status);
  void note_failure(state_feed& of, error const& failure);
  void see(state_feed& which, session_state const& state, net::time_point asked);
  bool ends(session_state const& state) const;

  std::weak_ptr<monitor_core> const monitor_;
  monitor_options const options_;
  state_plan plan_;
  status_schedule schedule_;
  state_sights sights_;
  net::time_point swept_ = net::time_point::min();  ///< the end of the last sweep
  net::time_point due_ = net::time_point::min();    ///< the next one
  bool changed_ = false;
  bool list_is_refused_ = false;  ///< the key may not see it
};

}  // namespace hai::detail
