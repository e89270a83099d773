#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <hai/error.hpp>
#include <hai/observer.hpp>

#include "watch/outage_log.hpp"

namespace hai::watch {

/// Tells the user what the streams and the looks at the list of sessions outlive, as far as it is worth
/// telling without being asked. The client may keep it longer than whoever prints the notices lives.
class polling_notices final : public observer {
 public:
  explicit polling_notices(std::function<void(std::string)> tell) : tell_(std::move(tell)) {}

  void fall_silent() { tell_ = nullptr; }
  /// A line that somebody else has to tell.
  void print(std::string message) { tell(std::move(message)); }

  void on_stream_failing(std::string const& session_id, error const& why,
                         std::chrono::milliseconds) override {
    tell(log_.polling_failed(session_id, why.what(), std::chrono::steady_clock::now()));
  }
  void on_stream_recovered(std::string const& session_id, std::chrono::milliseconds) override {
    tell(log_.polling_recovered(session_id, std::chrono::steady_clock::now()));
  }
  /// The list is told of at the first failure, not only once a whole look has failed.
  void on_retry(observed::retry const& again) override {
    if (again.route != list_route || again.delay == std::chrono::nanoseconds(0)) return;
    list_failed(again.status != 0 ? "HTTP " + std::to_string(again.status) : std::string(again.why));
  }
  void on_sweep_failing(observed::sweep_failing const& failing) override { list_failed(failing.why.what()); }
  void on_request(observed::request_done const& done) override {
    if (done.route == list_route && done.status == 200)
      tell(log_.polling_recovered(the_list, std::chrono::steady_clock::now()));
  }

 private:
  static constexpr char const* list_route = "/sessions";
  static constexpr char const* the_list = "the list of sessions";

  void list_failed(std::string const& why) {
    tell(log_.polling_failed(the_list, why, std::chrono::steady_clock::now()));
  }
  void tell(std::optional<std::string> message) {
    if (message && tell_) tell_(std::move(*message));
  }

  outage_log log_;
  std::function<void(std::string)> tell_;
};

}  // namespace hai::watch
