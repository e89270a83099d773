#include <boost/asio/error.hpp>
#include <cstdio>
#include <hai/error.hpp>
#include <hai/log_observer.hpp>
#include <hai/run_result.hpp>
#include <string>
#include <utility>

#include "observe/log_line.hpp"
#include "observe/names.hpp"
#include "observe/redacted.hpp"

namespace hai {
namespace {

using observe::failure_name;
using observe::log_line;
using observe::name_of;
using observe::redacted;
using observe::short_id;

log_line line(log_level level, std::string_view what) {
  return log_line(log_line::clock::now(), level, what);
}

log_line session_line(log_level level, std::string_view what, std::string_view session_id) {
  return std::move(line(level, what).add("session", short_id(session_id)));
}

std::string request_text(std::string_view method, std::string_view route) {
  return std::string(method) + " " + std::string(route);
}

/// The status where there was a reply: the server's words stay out. Else the library's own words.
std::string reason_text(int status, boost::system::error_code failure, std::string_view words,
                        std::string_view session_id = {}) {
  if (status != 0) return std::to_string(status) + " " + std::string(failure_name(failure));
  return words.empty() ? std::string(failure_name(failure)) : redacted(words, session_id);
}

void write_to_stderr(std::string const& text) {
  std::string const whole = text + '\n';
  std::fwrite(whole.data(), 1, whole.size(), stderr);
}

}  // namespace

log_observer::log_observer(log_level level) : log_observer(level, write_to_stderr) {}

log_observer::log_observer(log_level level, sink where) : level_(level), sink_(std::move(where)) {}

void log_observer::on_request(observed::request_done const& done) {
  if (!tells(log_level::debug)) return;
  auto text = line(log_level::debug, "request");
  text.add("request", request_text(done.method, done.route));
  if (done.status != 0)
    text.add("status", static_cast<std::uint64_t>(done.status));
  else
    text.add("failure", failure_name(done.failure));
  text.add("took", done.duration).add("attempt", static_cast<std::uint64_t>(done.attempt));
  if (done.stream != 0) text.add("stream", done.stream);
  if (!done.request_id.empty()) text.add("request_id", done.request_id);
  sink_(text.take());
}

void log_observer::on_retry(observed::retry const& again) {
  // A stream's failures are told by on_stream_failing; what a kept connection costs is no fault.
  bool const is_fault = again.stream == 0 && again.delay > std::chrono::nanoseconds(0);
  log_level const level = is_fault ? log_level::warn : log_level::debug;
  if (!tells(level)) return;
  auto text = line(level, "retry");
  text.add("request", request_text(again.method, again.route));
  text.add("attempt", static_cast<std::uint64_t>(again.attempt));
  text.add("why", reason_text(again.status, again.failure, again.why)).add("delay", again.delay);
  if (again.stream != 0) text.add("stream", again.stream);
  sink_(text.take());
}

void log_observer::on_connection_opened(observed::connection_opened const& opened) {
  if (!tells(log_level::info)) return;
  auto text = line(log_level::info, "connection opened");
  text.add("host", opened.host).add("handshake", name_of(opened.handshake)).add("took", opened.duration);
  if (opened.through_proxy) text.add("through", "proxy");
  sink_(text.take());
}

void log_observer::on_connection_closed(observed::connection_closed const& closed) {
  if (!tells(log_level::info)) return;
  auto text = line(log_level::info, "connection closed");
  sink_(text.add("host", closed.host).add("why", name_of(closed.reason)).take());
}

void log_observer::on_stream_started(observed::stream_started const& started) {
  if (!tells(log_level::info)) return;
  auto text = session_line(log_level::info, "stream started", started.session_id);
  sink_(text.add("stream", started.stream).add("next_index", started.next_index).take());
}

void log_observer::on_stream_received(observed::stream_received const& page) {
  if (!tells(log_level::debug)) return;
  auto text = session_line(log_level::debug, "stream received", page.session_id);
  text.add("stream", page.stream).add("events", page.events).add("next_index", page.next_index);
  sink_(text.take());
}

void log_observer::on_stream_lagging(observed::stream_lagging const& lag) {
  auto text = session_line(log_level::warn, "stream lagging", lag.session_id);
  sink_(text.add("stream", lag.stream).add("next_index", lag.next_index).take());
}

void log_observer::on_stream_caught_up(observed::stream_caught_up const& up) {
  auto text = session_line(log_level::warn, "stream caught up", up.session_id);
  sink_(text.add("stream", up.stream).add("lagged", up.lagged).take());
}

void log_observer::on_stream_failing(std::string const& session_id, error const& why,
                                     std::chrono::milliseconds outage) {
  auto text = session_line(log_level::warn, "stream failing", session_id);
  text.add("why", reason_text(why.status(), why.code(), why.what(), session_id)).add("outage", outage);
  if (!why.request_id().empty()) text.add("request_id", why.request_id());
  sink_(text.take());
}

void log_observer::on_stream_recovered(std::string const& session_id, std::chrono::milliseconds outage) {
  auto text = session_line(log_level::warn, "stream recovered", session_id);
  sink_(text.add("outage", outage).take());
}

void log_observer::on_stream_ended(observed::stream_ended const& ended) {
  log_level const level = ended.failure ? log_level::warn : log_level::info;
  if (!tells(level)) return;
  std::string const what = "stream " + std::string(name_of(ended.outcome));
  auto text = session_line(level, what, ended.session_id);
  text.add("stream", ended.stream).add("next_index", ended.next_index);
  if (auto const* const why = ended.failure) {
    text.add("why", reason_text(why->status(), why->code(), why->what(), ended.session_id));
    if (!why->request_id().empty()) text.add("request_id", why->request_id());
  }
  sink_(text.take());
}

void log_observer::on_sweep_started(observed::sweep_started const& started) {
  if (!tells(log_level::info)) return;
  auto text = line(log_level::info, "sweep started");
  sink_(text.add("sweep", started.sweep).add("of", name_of(started.kind)).take());
}

void log_observer::on_sweep_looked(observed::sweep_looked const& look) {
  bool const has_recovered = look.outage > std::chrono::nanoseconds(0);
  log_level const level = has_recovered ? log_level::warn : log_level::debug;
  if (!tells(level)) return;
  auto text = line(level, has_recovered ? "sweep recovered" : "sweep looked");
  text.add("sweep", look.sweep).add("of", name_of(look.kind));
  if (has_recovered) text.add("outage", look.outage);
  sink_(text.add("rest", look.rest).take());
}

void log_observer::on_sweep_failing(observed::sweep_failing const& failing) {
  auto text = line(log_level::warn, "sweep failing");
  text.add("sweep", failing.sweep).add("of", name_of(failing.kind));
  text.add("why", reason_text(failing.why.status(), failing.why.code(), failing.why.what()));
  text.add("outage", failing.outage);
  if (!failing.why.request_id().empty()) text.add("request_id", failing.why.request_id());
  sink_(text.take());
}

void log_observer::on_sweep_ended(observed::sweep_ended const& ended) {
  log_level const level = ended.failure ? log_level::warn : log_level::info;
  if (!tells(level)) return;
  auto text = line(level, "sweep " + std::string(observe::outcome_of(ended)));
  text.add("sweep", ended.sweep).add("of", name_of(ended.kind));
  if (auto const* const why = ended.failure) {
    text.add("why", reason_text(why->status(), why->code(), why->what()));
    if (!why->request_id().empty()) text.add("request_id", why->request_id());
  }
  sink_(text.take());
}

void log_observer::on_session_moved(observed::session_moved const& moved) {
  if (!tells(log_level::info) || !moved.from || !moved.to) return;  // a stream's own lines tell the rest
  auto text = session_line(log_level::info, "session moved", moved.session_id);
  if (!moved.from->name().empty()) text.add("from", redacted(moved.from->name(), moved.session_id));
  sink_(text.add("to", redacted(moved.to->name(), moved.session_id)).take());
}

void log_observer::on_session_ended(observed::session_ended const& ended) {
  auto const& result = ended.result;
  bool const is_bad = result.state == session_state::failed || result.state == session_state::timed_out;
  log_level const level = is_bad ? log_level::warn : log_level::info;
  if (!tells(level)) return;
  auto text = session_line(level, "session ended", ended.session_id);
  text.add("state", redacted(result.state.name(), ended.session_id));
  if (result.error_code) text.add("error_code", redacted(*result.error_code, ended.session_id));
  if (result.outcome) text.add("outcome", redacted(*result.outcome, ended.session_id));
  text.add("next_index", result.next_index);
  sink_(text.take());
}

}  // namespace hai
