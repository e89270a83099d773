#include <hai/observer_group.hpp>

namespace hai {

/// What one throws does not keep the others from being told.
template <class Call>
void observer_group::each(Call call) {
  for (auto const& member : members_) {
    if (!member) continue;
    try {
      call(*member);
    } catch (...) {  // that observer's own affair
    }
  }
}

void observer_group::on_client_made(observed::client_made const& made) {
  each([&](observer& one) { one.on_client_made(made); });
}
void observer_group::on_request(observed::request_done const& done) {
  each([&](observer& one) { one.on_request(done); });
}
void observer_group::on_retry(observed::retry const& again) {
  each([&](observer& one) { one.on_retry(again); });
}
void observer_group::on_connection_opened(observed::connection_opened const& opened) {
  each([&](observer& one) { one.on_connection_opened(opened); });
}
void observer_group::on_connection_closed(observed::connection_closed const& closed) {
  each([&](observer& one) { one.on_connection_closed(closed); });
}
void observer_group::on_stream_started(observed::stream_started const& started) {
  each([&](observer& one) { one.on_stream_started(started); });
}
void observer_group::on_stream_received(observed::stream_received const& page) {
  each([&](observer& one) { one.on_stream_received(page); });
}
void observer_group::on_stream_lagging(observed::stream_lagging const& lag) {
  each([&](observer& one) { one.on_stream_lagging(lag); });
}
void observer_group::on_stream_caught_up(observed::stream_caught_up const& up) {
  each([&](observer& one) { one.on_stream_caught_up(up); });
}
void observer_group::on_stream_failing(std::string const& session_id, error const& why,
                                       std::chrono::milliseconds outage) {
  each([&](observer& one) { one.on_stream_failing(session_id, why, outage); });
}
void observer_group::on_stream_recovered(std::string const& session_id, std::chrono::milliseconds outage) {
  each([&](observer& one) { one.on_stream_recovered(session_id, outage); });
}
void observer_group::on_stream_ended(observed::stream_ended const& ended) {
  each([&](observer& one) { one.on_stream_ended(ended); });
}
void observer_group::on_sweep_started(observed::sweep_started const& started) {
  each([&](observer& one) { one.on_sweep_started(started); });
}
void observer_group::on_sweep_looked(observed::sweep_looked const& look) {
  each([&](observer& one) { one.on_sweep_looked(look); });
}
void observer_group::on_sweep_failing(observed::sweep_failing const& failing) {
  each([&](observer& one) { one.on_sweep_failing(failing); });
}
void observer_group::on_sweep_ended(observed::sweep_ended const& ended) {
  each([&](observer& one) { one.on_sweep_ended(ended); });
}
void observer_group::on_session_moved(observed::session_moved const& moved) {
  each([&](observer& one) { one.on_session_moved(moved); });
}
void observer_group::on_session_ended(observed::session_ended const& ended) {
  each([&](observer& one) { one.on_session_ended(ended); });
}

}  // namespace hai
