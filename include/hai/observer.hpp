#pragma once

#include <chrono>
#include <string>

#include <hai/detail/export.hpp>
#include <hai/observed/client_made.hpp>
#include <hai/observed/connection_closed.hpp>
#include <hai/observed/connection_opened.hpp>
#include <hai/observed/request_done.hpp>
#include <hai/observed/retry.hpp>
#include <hai/observed/session_ended.hpp>
#include <hai/observed/session_moved.hpp>
#include <hai/observed/stream_caught_up.hpp>
#include <hai/observed/stream_ended.hpp>
#include <hai/observed/stream_lagging.hpp>
#include <hai/observed/stream_received.hpp>
#include <hai/observed/stream_started.hpp>
#include <hai/observed/sweep_ended.hpp>
#include <hai/observed/sweep_failing.hpp>
#include <hai/observed/sweep_looked.hpp>
#include <hai/observed/sweep_started.hpp>

namespace hai {

class error;

/// Told what a client does, beside its results. Override what is of interest; see also log_observer,
/// prometheus_exporter and observer_group.
///
/// Functions are called where the thing happens: on the library's strands, one stream's or sweep's one after
/// another, at the same time for several where the executor has several threads; and on the thread that
/// destroys the client or its execution context. They are called without any lock held, and may call the
/// library. They must not block. What they throw is caught and dropped: an observer never changes what it
/// observes.
///
/// What a function is given lives for the length of the call. No function is given a key, a header or a body;
/// those that concern a stream or a session are given the session's id.
/// @snippet observers.cpp observer
class HAI_EXPORT observer {
 public:
  virtual ~observer() = default;

  virtual void on_client_made(observed::client_made const&) {}

  virtual void on_request(observed::request_done const&) {}
  virtual void on_retry(observed::retry const&) {}

  virtual void on_connection_opened(observed::connection_opened const&) {}
  virtual void on_connection_closed(observed::connection_closed const&) {}

  virtual void on_stream_started(observed::stream_started const&) {}
  virtual void on_stream_received(observed::stream_received const&) {}
  virtual void on_stream_lagging(observed::stream_lagging const&) {}
  virtual void on_stream_caught_up(observed::stream_caught_up const&) {}
  /// A poll or a look of a stream failed, and will be tried again; or the reply to a poll is still coming a
  /// minute after it was due. `outage`: the time since the first failure in a row, or since the poll was
  /// sent.
  virtual void on_stream_failing(std::string const& /*session_id*/, error const& /*why*/,
                                 std::chrono::milliseconds /*outage*/) {}
  /// The first good reply after failures.
  virtual void on_stream_recovered(std::string const& /*session_id*/, std::chrono::milliseconds /*outage*/) {}
  virtual void on_stream_ended(observed::stream_ended const&) {}

  virtual void on_sweep_started(observed::sweep_started const&) {}
  virtual void on_sweep_looked(observed::sweep_looked const&) {}
  virtual void on_sweep_failing(observed::sweep_failing const&) {}
  virtual void on_sweep_ended(observed::sweep_ended const&) {}

  virtual void on_session_moved(observed::session_moved const&) {}
  virtual void on_session_ended(observed::session_ended const&) {}
};

}  // namespace hai
