#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <hai/detail/export.hpp>
#include <hai/observer.hpp>

namespace hai {

/// Several observers for one client: each is told everything, in the order given.
/// @snippet observers.cpp observer_group
class HAI_EXPORT observer_group final : public observer {
 public:
  explicit observer_group(std::vector<std::shared_ptr<observer>> members) : members_(std::move(members)) {}

  void on_client_made(observed::client_made const& made) override;
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
  template <class Call>
  void each(Call call);

  std::vector<std::shared_ptr<observer>> const members_;
};

}  // namespace hai
