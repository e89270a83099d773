#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// Where a person can watch the agent's screen.
struct HAI_EXPORT live_view_url_event {
  std::string live_view_url;
};

}  // namespace hai
