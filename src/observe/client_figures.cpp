#include "observe/client_figures.hpp"

#include <hai/run_result.hpp>

#include "observe/followed_sessions.hpp"
#include "observe/followers.hpp"
#include "observe/names.hpp"

namespace hai::observe {
namespace {

std::string outcome_of(int status, boost::system::error_code failure) {
  return status != 0 ? std::to_string(status) : std::string(failure_name(failure));
}

void write_counter(exposition& out, std::string_view name, std::string_view help, std::string_view label,
                   std::map<std::string, std::uint64_t> const& values) {
  out.family(name, "counter", help);
  for (auto const& [value, count] : values) out.sample({{label, value}}, count);
}

void write_number(exposition& out, std::string_view name, std::string_view type, std::string_view help,
                  std::uint64_t value) {
  out.family(name, type, help);
  out.sample(value);
}

}  // namespace

client_figures::client_figures() {
  using observed::close_reason;
  using observed::handshake;
  using how = observed::stream_ended::how;
  for (auto const kind : {handshake::none, handshake::full, handshake::resumed})
    opened_[std::string(name_of(kind))] = 0;
  for (auto const reason : {close_reason::idle_expired, close_reason::lifetime, close_reason::evicted,
                            close_reason::server_closed, close_reason::failed, close_reason::cancelled,
                            close_reason::client_released})
    closed_[std::string(name_of(reason))] = 0;
  for (auto const outcome : {how::ended, how::failed, how::closed})
    streams_ended_[std::string(name_of(outcome))] = 0;
  for (auto const kind : followers::sweep_kinds)
    for (auto const outcome : {how::failed, how::closed})
      sweeps_ended_[{std::string(name_of(kind)), std::string(name_of(outcome))}] = 0;
  for (auto const& state : {session_state::completed, session_state::idle, session_state::interrupted,
                            session_state::failed, session_state::timed_out})
    sessions_ended_[{state.name(), ""}] = 0;
  for (auto const& state : {session_state::failed, session_state::timed_out})
    for (auto const* code : {"environment_error", "no_answer", "answer_validation", "timeout", "internal"})
      sessions_ended_[{state.name(), error_codes_.admit(code)}] = 0;
}

void client_figures::add(observed::request_done const& done) {
  requests_[{std::string(done.method), routes_.admit(done.route),
             statuses_.admit(outcome_of(done.status, done.failure))}]
      .add(done.duration);
}

void client_figures::add(observed::retry const& again) {
  ++retries_[{std::string(again.method), routes_.admit(again.route),
              statuses_.admit(outcome_of(again.status, again.failure))}];
}

void client_figures::add(observed::connection_opened const& opened) {
  ++opened_[std::string(name_of(opened.handshake))];
}

void client_figures::add(observed::connection_closed const& closed) {
  ++closed_[std::string(name_of(closed.reason))];
}

void client_figures::add(observed::stream_ended const& ended) {
  ++streams_ended_[std::string(name_of(ended.outcome))];
}

void client_figures::add(observed::sweep_ended const& ended) {
  ++sweeps_ended_[{std::string(name_of(ended.kind)), std::string(outcome_of(ended))}];
}

void client_figures::add(observed::session_ended const& ended) {
  auto const& code = ended.result.error_code;
  std::string const admitted = code ? error_codes_.admit(*code) : std::string();
  ++sessions_ended_[{std::string(state_label(ended.result.state)), admitted}];
}

void client_figures::write(exposition& out) const {
  out.family("hai_requests_total", "counter",
             "Attempts of requests, by what came of them: a status, or why there was none.");
  for (auto const& [of, taken] : requests_) {
    auto const& [method, route, status] = of;
    out.sample({{"method", method}, {"route", route}, {"status", status}},
               taken.count_up_to(histogram::bounds.size()));
  }
  out.family("hai_request_duration_seconds", "histogram",
             "How long attempts took, the wait for a connection and the time a long-poll is held included.");
  for (auto const& [of, taken] : requests_) {
    auto const& [method, route, status] = of;
    out.sample({{"method", method}, {"route", route}, {"status", status}}, taken);
  }
  out.family("hai_retries_total", "counter", "Requests that were made again, by why.");
  for (auto const& [of, count] : retries_) {
    auto const& [method, route, reason] = of;
    out.sample({{"method", method}, {"route", route}, {"reason", reason}}, count);
  }
  write_counter(out, "hai_connections_opened_total", "Connections made, by their TLS handshake.", "handshake",
                opened_);
  write_counter(out, "hai_connections_closed_total", "Connections closed, by why.", "reason", closed_);
  write_number(out, "hai_streams_started_total", "counter", "Streams that began to poll.", streams_started_);
  write_counter(out, "hai_streams_ended_total", "Streams that poll no more, by why.", "outcome",
                streams_ended_);
  write_number(out, "hai_stream_lags_total", "counter", "Times that a stream's buffer was full.", lags_);
  write_number(out, "hai_events_total", "counter", "Events received by streams.", events_);
  out.family("hai_sweeps_ended_total", "counter", "Sweeps that look no more, by why.");
  for (auto const& [of, count] : sweeps_ended_)
    out.sample({{"kind", of.first}, {"outcome", of.second}}, count);
  out.family("hai_session_ends_total", "counter",
             "Ends of sessions that were reported, by state and error code (empty: none).");
  for (auto const& [of, count] : sessions_ended_)
    out.sample({{"state", of.first}, {"error_code", of.second}}, count);
}

void write_pools(exposition& out, client_stats const& all) {
  out.family("hai_connections", "gauge",
             "Connections: busy with a request, parked under a long-poll, idle, or being made.");
  auto const at_rest = all.connections_idle + all.connections_parked;
  out.sample({{"state", "busy"}}, all.connections_open > at_rest ? all.connections_open - at_rest : 0);
  out.sample({{"state", "parked"}}, all.connections_parked);
  out.sample({{"state", "idle"}}, all.connections_idle);
  out.sample({{"state", "connecting"}}, all.connections_connecting);
  write_number(out, "hai_waiters", "gauge", "Streams and calls that wait for a connection.", all.waiters);
  out.family("hai_longest_turn_seconds", "gauge",
             "The longest that a stream has had to wait for its turn, ever.");
  out.sample(std::chrono::duration<double>(all.longest_turn).count());
  write_number(out, "hai_turns_total", "counter", "Times that a stream was given a connection to poll on.",
               all.turns);
  out.family("hai_turns_waited_seconds_total", "counter", "What streams waited for those, together.");
  out.sample(std::chrono::duration<double>(all.turns_waited).count());
}

}  // namespace hai::observe
