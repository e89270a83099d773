#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai {

/// How many sessions may run at a time, and how many do.
struct HAI_EXPORT quota_status {
  /// "user" or "org".
  std::string scope;
  std::int64_t limit = 0;
  std::int64_t active = 0;
  std::int64_t available = 0;
};

}  // namespace hai
