#pragma once

#include <algorithm>
#include <boost/asio/error.hpp>
#include <hai/agents.hpp>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "observe/names.hpp"

namespace hai::test {

/// Keeps what it is told, a short text for each call.
class recorder : public observer {
 public:
  std::vector<std::string> told() const {
    std::lock_guard const lock(mutex_);
    return told_;
  }
  /// Those that begin with one of the words, in order.
  std::vector<std::string> told(std::vector<std::string> const& beginnings) const {
    auto all = told();
    std::erase_if(all, [&](std::string const& text) {
      return std::none_of(beginnings.begin(), beginnings.end(),
                          [&](std::string const& beginning) { return text.starts_with(beginning); });
    });
    return all;
  }
  /// Each route, host, id and text that was handed over, unchanged.
  std::string everything() const {
    std::lock_guard const lock(mutex_);
    return everything_;
  }

  void on_client_made(observed::client_made const& made) override {
    note("client made", made.stats() ? "" : " without figures");
  }
  void on_request(observed::request_done const& done) override {
    std::string const outcome =
        done.status != 0 ? std::to_string(done.status) : std::string(observe::failure_name(done.failure));
    note("request ", done.method, " ", done.route, " ", outcome, " #", std::to_string(done.attempt),
         done.stream != 0 ? " by a stream" : "");
    last_request_id_ = done.request_id;
    last_duration_ = done.duration;
  }
  void on_retry(observed::retry const& again) override {
    std::string const reason =
        again.status != 0 ? std::to_string(again.status) : std::string(observe::failure_name(again.failure));
    note("retry ", again.method, " ", again.route, " #", std::to_string(again.attempt), " after ", reason,
         again.delay == std::chrono::nanoseconds(0) ? " at once" : " later");
    std::lock_guard const lock(mutex_);
    everything_.append(again.why).append("\n");
  }
  void on_connection_opened(observed::connection_opened const& opened) override {
    note("opened ", observe::name_of(opened.handshake));
    std::lock_guard const lock(mutex_);
    everything_.append(opened.host).append("\n");
  }
  void on_connection_closed(observed::connection_closed const& closed) override {
    note("closed ", observe::name_of(closed.reason));
  }
  void on_stream_started(observed::stream_started const& started) override {
    note("started at ", std::to_string(started.next_index));
    stream_ = started.stream;
  }
  void on_stream_received(observed::stream_received const& page) override {
    note("received ", std::to_string(page.events), " up to ", std::to_string(page.next_index));
  }
  void on_stream_lagging(observed::stream_lagging const& lag) override {
    note("lagging at ", std::to_string(lag.next_index));
  }
  void on_stream_caught_up(observed::stream_caught_up const& up) override {
    note("caught up", up.lagged > std::chrono::nanoseconds(0) ? "" : " in no time");
  }
  void on_stream_failing(std::string const&, error const& why, std::chrono::milliseconds) override {
    std::string const words = why.what();
    note("failing ", words.substr(0, words.find(" after ")));  // not how many bytes had come
  }
  void on_stream_recovered(std::string const&, std::chrono::milliseconds) override { note("recovered"); }
  void on_stream_ended(observed::stream_ended const& ended) override {
    note("stream ", observe::name_of(ended.outcome), " at ", std::to_string(ended.next_index),
         ended.failure ? std::string(": ") + ended.failure->what() : std::string(),
         ended.stream == stream_ ? "" : " under another number");
  }
  void on_sweep_started(observed::sweep_started const& started) override {
    note("sweep of ", observe::name_of(started.kind), " started",
         started.sweep == 0 ? " without number" : "");
  }
  void on_sweep_looked(observed::sweep_looked const& look) override {
    note("sweep of ", observe::name_of(look.kind),
         look.outage > std::chrono::nanoseconds(0) ? " recovered" : " looked");
  }
  void on_sweep_failing(observed::sweep_failing const& failing) override {
    note("sweep of ", observe::name_of(failing.kind), " failing ", failing.why.what());
  }
  void on_sweep_ended(observed::sweep_ended const& ended) override {
    note("sweep of ", observe::name_of(ended.kind), " ", observe::outcome_of(ended),
         ended.failure ? std::string(": ") + ended.failure->what() : std::string());
  }
  void on_session_moved(observed::session_moved const& moved) override {
    auto const text = [](std::optional<session_state> const& state) {
      return state ? "'" + state->name() + "'" : std::string("nothing");
    };
    note("moved ", text(moved.from), " -> ", text(moved.to));
  }
  void on_session_ended(observed::session_ended const& ended) override {
    note("session ended ", ended.result.state.name(), " ", ended.result.error_code.value_or("-"));
  }

  std::string last_request_id() const { return last_request_id_; }
  std::chrono::nanoseconds last_duration() const { return last_duration_; }

 private:
  template <class... Parts>
  void note(Parts const&... parts) {
    std::string text;
    (text.append(parts), ...);
    std::lock_guard const lock(mutex_);
    everything_.append(text).append("\n");
    told_.push_back(std::move(text));
  }

  mutable std::mutex mutex_;
  std::vector<std::string> told_;
  std::string everything_;
  std::string last_request_id_;
  std::chrono::nanoseconds last_duration_{};
  std::uint64_t stream_ = 0;
};

}  // namespace hai::test
