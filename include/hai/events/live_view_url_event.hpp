#pragma once

#include <string>

namespace hai {

/// Where a person can watch the agent's screen.
struct live_view_url_event {
  std::string live_view_url;
};

}  // namespace hai
