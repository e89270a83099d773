#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <hai/client.hpp>
#include <hai/client_options.hpp>
#include <hai/session_monitor.hpp>

#include "watch/command_line.hpp"
#include "watch/exit_code.hpp"
#include "watch/fleet.hpp"
#include "watch/output.hpp"
#include "watch/polling_notices.hpp"
#include "watch/report.hpp"
#include "watch/screen.hpp"
#include "watch/watch_target.hpp"

namespace hai::watch {

/// One run of the program: a monitor of all its sessions, read until nothing is watched any more or the run
/// is stopped. Lives on the one thread of its io_context.
class watch_run {
 public:
  /// Throws hai::error with errc::invalid_argument for options that no client can be made with.
  watch_run(boost::asio::io_context& io, client_options options, command asked,
            std::vector<watch_target> targets);
  watch_run(watch_run const&) = delete;
  watch_run& operator=(watch_run const&) = delete;
  ~watch_run();

  /// Runs the io_context to the end; gives the exit code.
  int run();

 private:
  boost::asio::awaitable<void> conduct();
  boost::asio::awaitable<void> follow();
  boost::asio::awaitable<void> wind_up();
  boost::asio::awaitable<void> tell_end(std::size_t session, run_result result);
  boost::asio::awaitable<void> add_agent_view_url(run_result& result);
  boost::asio::awaitable<void> wait_for_room();
  boost::asio::awaitable<void> wait_for_change();
  boost::asio::awaitable<void> tick();

  void tell(std::vector<monitor_item> const& batch);
  std::size_t number_of(std::string const& id);
  void stop_on_signal();
  void stop_at_timeout();
  void stop();
  void settle();

  void delivered(std::size_t session, std::vector<event> const& events);
  void ended(std::size_t session, run_result const& result);
  void not_followed(std::size_t session, int status, std::string const& message);
  client_options observed(client_options options) const;

  boost::asio::io_context& io_;
  command asked_;
  fleet fleet_;
  outcome_tally tally_;
  output output_;
  screen screen_;
  std::unique_ptr<report> report_;
  std::shared_ptr<polling_notices> notices_;
  client api_;
  session_monitor monitor_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<bool> decided_;     ///< sessions that have ended or could not be followed
  std::size_t ends_to_tell_ = 0;  ///< they wait for their links
  bool stopping_ = false;
  bool closed_ = false;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer timeout_, ticker_, change_;
};

}  // namespace hai::watch
