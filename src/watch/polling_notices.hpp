#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <hai/error.hpp>
#include <hai/observer.hpp>

#include "watch/outage_log.hpp"

namespace hai::watch {

/// Tells the user what the streams outlive, as far as it is worth telling without being asked. The client may
/// keep it longer than whoever prints the notices lives.
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

 private:
  void tell(std::optional<std::string> message) {
    if (message && tell_) tell_(std::move(*message));
  }

  outage_log log_;
  std::function<void(std::string)> tell_;
};

}  // namespace hai::watch
