#pragma once

#include <hai/observer.hpp>

#include <chrono>

namespace dashboard {

/// How long the platform has said nothing of use: cards that stand still mean nothing then. Lives on one
/// thread.
class silence final : public hai::observer {
 public:
  using clock = std::chrono::steady_clock;

  explicit silence(clock::time_point since = clock::now()) : last_word_(since) {}

  void on_request(hai::observed::request_done const& done) override;

  /// Zero while it answers: an idle platform has something to say at least every 15 seconds, when it is asked
  /// for new sessions.
  std::chrono::seconds lasting(clock::time_point now = clock::now()) const;

 private:
  clock::time_point last_word_;
};

}  // namespace dashboard
