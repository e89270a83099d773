#pragma once

#include <chrono>
#include <hai/detail/export.hpp>
#include <hai/session_state.hpp>
#include <optional>
#include <string>

namespace hai {

/// What a webhook's delivery says about its session. Missing members are left empty.
struct HAI_EXPORT webhook_data {
  std::string session_id;
  session_state state;
  std::optional<session_state> previous_status;
};

/// A webhook's delivery whose signature was right. Deliveries may be lost, and come out of order: take one as
/// a hint, and ask session::status.
struct HAI_EXPORT webhook_event {
  /// "session.status_updated", another "session.…", or a type that this version does not know.
  std::string type;
  std::string id;
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> created_at;
  webhook_data data;
  /// The body as received.
  std::string raw;
};

}  // namespace hai
