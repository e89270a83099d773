#pragma once

#include <string>

#include "net/system.hpp"

namespace hai::net {

/// "10 s", or "1500 ms" where seconds would not be exact.
inline std::string duration_text(duration span) {
  auto const milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  if (milliseconds % 1000 == 0) return std::to_string(milliseconds / 1000) + " s";
  return std::to_string(milliseconds) + " ms";
}

}  // namespace hai::net
