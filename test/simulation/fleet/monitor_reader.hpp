#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <hai/client.hpp>
#include <hai/session_monitor.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulation/fleet/chance.hpp"
#include "simulation/fleet/journal.hpp"
#include "simulation/fleet/scripted_api.hpp"

namespace hai::simulation {

/// What a reader does with its monitor.
struct reader_plan {
  std::size_t buffer = 8192;
  std::size_t buffer_bytes = std::size_t(1) << 20;
  std::size_t batch_percent = 50;  ///< how many of its reads are batches
  std::size_t cancel_percent = 0;  ///< how many it races against a timer
  std::size_t kill_percent = 0;    ///< after how many it is killed, and begins anew from its checkpoint
  std::size_t nap_percent = 0;     ///< after how many it is busy for a while
  net::duration longest_nap{};
};

/// Reads one monitor of many sessions to the end of all, through kills and restores, and holds every item
/// against what its session was: each event once and in order, each end once and with all events before it;
/// after a kill, exactly what was in hand comes again.
class monitor_reader {
 public:
  monitor_reader(boost::asio::io_context& io, std::shared_ptr<virtual_system> machine, hai::client client,
                 reader_plan plan, chance source, journal& log);

  void watch(std::string id, agent_session& truth);
  void watch_refused(std::string id, int status);
  void start();
  bool is_done() const { return done_; }
  std::size_t kills() const { return kills_; }
  void let_go();

 private:
  /// How far one session was told.
  struct standing {
    agent_session* truth = nullptr;
    int refused_with = 0;
    std::uint64_t next_index = 0;
    bool is_over = false;
  };

  boost::asio::awaitable<void> run();
  boost::asio::awaitable<std::vector<monitor_item>> read();
  boost::asio::awaitable<std::vector<monitor_item>> read_once();
  boost::asio::awaitable<void> sleep(net::duration span);
  hai::session_monitor make_monitor() const;
  void kill();
  void check(monitor_item const& item);
  void check_event(standing& of, event const& got);
  void check_end(standing const& of, run_result const& result);
  void wrong(std::string const& id, std::string const& what);

  boost::asio::io_context& io_;
  std::shared_ptr<virtual_system> const machine_;
  std::optional<hai::client> client_;
  reader_plan const plan_;
  chance chance_;
  journal& log_;
  std::map<std::string, standing> sessions_;
  std::map<std::string, standing> before_read_;  ///< of the sessions that have something in hand
  std::optional<hai::session_monitor> monitor_;
  bool was_cancelled_ = false;
  bool done_ = false;
  std::size_t kills_ = 0;
};

}  // namespace hai::simulation
