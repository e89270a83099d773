#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <hai/error.hpp>
#include <hai/observer.hpp>

#include "watch/outage_log.hpp"

namespace hai::watch {

/// Tells the user what the streams outlive, as far as it is worth telling. The client may keep it longer than
/// whoever prints the notices lives.
class polling_notices final : public observer {
 public:
  polling_notices(bool every, std::function<void(std::string)> tell) : log_(every), tell_(std::move(tell)) {}

  void fall_silent() { tell_ = nullptr; }

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
