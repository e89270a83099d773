#pragma once

#include <chrono>
#include <functional>
#include <hai/detail/export.hpp>
#include <hai/event.hpp>
#include <hai/toolbox.hpp>
#include <hai/until.hpp>
#include <optional>
#include <utility>

namespace hai {

class session;

/// How session::wait_for_completion and client::run_session wait, and what they do meanwhile.
///
/// The callbacks run on a strand of the operation, one at a time, while it waits; they must not block. What
/// one of them throws ends the operation with that exception.
///
/// Set it up in statements of its own, as the examples do: g++ 12 destroys a capturing lambda twice that is
/// written inside an expression with co_await.
class HAI_EXPORT run_options {
 public:
  /// Which states end the wait. Default: until::settled.
  run_options& until(hai::until value) { return until_ = value, *this; }
  /// How long it may take in all, for run_session with the creation; then errc::timed_out, at once, also
  /// while the server holds a poll. The session itself goes on. Default: no bound.
  run_options& deadline(std::chrono::steady_clock::duration value) { return deadline_ = value, *this; }
  /// How long one long-poll may be held by the server, 0 to 25 s. Default: 25 s.
  run_options& wait(std::chrono::seconds value) { return wait_ = value, *this; }
  /// Whether run_result::events gets the events that were seen on the way; a run with many screenshots may
  /// then hold many megabytes. Default: true.
  run_options& include_events(bool value) { return include_events_ = value, *this; }
  /// Answers the agent's calls of these tools for as long as the wait lasts; run_session also tells the agent
  /// that they exist. Default: no tools, and calls wait for somebody else to answer them.
  /// @snippet tools.cpp tools
  run_options& tools(toolbox value) { return tools_ = std::move(value), *this; }
  /// Called once, with the handle, before the first poll: to show its id, or to keep it for a cancel().
  run_options& on_started(std::function<void(hai::session)> call) {
    return on_started_ = std::move(call), *this;
  }
  /// Called with each event, in index order.
  run_options& on_event(std::function<void(event const&)> call) { return on_event_ = std::move(call), *this; }

  hai::until until() const { return until_; }
  std::optional<std::chrono::steady_clock::duration> deadline() const { return deadline_; }
  std::chrono::seconds wait() const { return wait_; }
  bool include_events() const { return include_events_; }
  toolbox const& tools() const { return tools_; }
  std::function<void(hai::session)> const& on_started() const { return on_started_; }
  std::function<void(event const&)> const& on_event() const { return on_event_; }

 private:
  hai::until until_ = hai::until::settled;
  std::optional<std::chrono::steady_clock::duration> deadline_;
  std::chrono::seconds wait_{25};
  bool include_events_ = true;
  toolbox tools_;
  std::function<void(hai::session)> on_started_;
  std::function<void(event const&)> on_event_;
};

}  // namespace hai
