#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <hai/detail/export.hpp>
#include <hai/observer.hpp>

namespace hai {

/// Counts what clients do, and tells it in the text format of Prometheus: mount text() on a route of your own
/// server, with `content_type`. One exporter may observe several clients; their figures add up.
/// docs/monitoring.md lists the metrics, and alert rules for them.
///
/// Labels are bounded: at most 64 routes and 32 error codes, what comes after them counts as "other". No id
/// is a label.
class HAI_EXPORT prometheus_exporter final : public observer {
 public:
  static constexpr char const* content_type = "text/plain; version=0.0.4; charset=utf-8";

  prometheus_exporter();
  /// With a clock of one's own, for tests.
  explicit prometheus_exporter(std::function<std::chrono::steady_clock::time_point()> clock);
  ~prometheus_exporter() override;

  /// All metrics as they are now. From any thread.
  /// @snippet observers.cpp text
  std::string text() const;

  void on_client_made(observed::client_made const& made) override;
  void on_request(observed::request_done const& done) override;
  void on_retry(observed::retry const& again) override;
  void on_connection_opened(observed::connection_opened const& opened) override;
  void on_connection_closed(observed::connection_closed const& closed) override;
  void on_stream_started(observed::stream_started const& started) override;
  void on_stream_received(observed::stream_received const& page) override;
  void on_stream_lagging(observed::stream_lagging const& lag) override;
  void on_stream_caught_up(observed::stream_caught_up const& up) override;
  void on_stream_ended(observed::stream_ended const& ended) override;
  void on_sweep_started(observed::sweep_started const& started) override;
  void on_sweep_looked(observed::sweep_looked const& look) override;
  void on_sweep_failing(observed::sweep_failing const& failing) override;
  void on_sweep_ended(observed::sweep_ended const& ended) override;
  void on_session_moved(observed::session_moved const& moved) override;
  void on_session_ended(observed::session_ended const& ended) override;

 private:
  struct shared;
  std::unique_ptr<shared> const shared_;
};

}  // namespace hai
