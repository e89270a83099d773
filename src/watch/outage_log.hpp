#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hai::watch {

/// Decides what the user is told of faults that the streams outlive: the first failure of a session's
/// polling, one each further minute of the outage, and its end. Times are handed in.
class outage_log {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// The message to print, if this failure is to be told.
  std::optional<std::string> polling_failed(std::string const& session, std::string_view reason,
                                            time_point now);
  std::optional<std::string> polling_recovered(std::string const& session, time_point now);

 private:
  struct outage {
    time_point since, last_told;
  };

  std::unordered_map<std::string, outage> outages_;
};

}  // namespace hai::watch
