#pragma once

#include <functional>
#include <string>

#include <hai/detail/export.hpp>
#include <hai/log_level.hpp>
#include <hai/observer.hpp>

namespace hai {

/// Logs what a client does, one line for each thing:
///
///     2026-01-01T12:00:01.102Z warn hai stream recovered session=5e0c3a7e.. outage=0.371s
///
/// A client that is made without an observer has one by itself when HAI_LOG is warn, info or debug; it writes
/// to stderr.
///
/// Lines hold no key, no header, no body and no word of the server's but request ids, states and error codes.
/// Of a session's id they hold the beginning, a quarter of it and eight characters at the most: who has the
/// whole id of a shared session can read it.
class HAI_EXPORT log_observer final : public observer {
 public:
  /// Is given each line, without its line break; from several threads at a time where the client's executor
  /// has several. It must not block.
  using sink = std::function<void(std::string line)>;

  /// Writes to stderr, each line in one piece.
  explicit log_observer(log_level level = log_level::info);
  /// Gives each line to `where`.
  /// @snippet observers.cpp log_observer
  log_observer(log_level level, sink where);

  void on_request(observed::request_done const& done) override;
  void on_retry(observed::retry const& again) override;
  void on_connection_opened(observed::connection_opened const& opened) override;
  void on_connection_closed(observed::connection_closed const& closed) override;
  void on_stream_started(observed::stream_started const& started) override;
  void on_stream_received(observed::stream_received const& page) override;
  void on_stream_lagging(observed::stream_lagging const& lag) override;
  void on_stream_caught_up(observed::stream_caught_up const& up) override;
  void on_stream_failing(std::string const& session_id, error const& why,
                         std::chrono::milliseconds outage) override;
  void on_stream_recovered(std::string const& session_id, std::chrono::milliseconds outage) override;
  void on_stream_ended(observed::stream_ended const& ended) override;
  void on_sweep_started(observed::sweep_started const& started) override;
  void on_sweep_looked(observed::sweep_looked const& look) override;
  void on_sweep_failing(observed::sweep_failing const& failing) override;
  void on_sweep_ended(observed::sweep_ended const& ended) override;
  void on_session_moved(observed::session_moved const& moved) override;
  void on_session_ended(observed::session_ended const& ended) override;

 private:
  bool tells(log_level what) const noexcept { return what <= level_; }

  log_level const level_;
  sink const sink_;
};

}  // namespace hai
