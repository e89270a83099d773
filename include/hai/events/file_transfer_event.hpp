#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>

namespace hai {

/// A file went into or out of the agent's environment.
struct HAI_EXPORT file_transfer_event {
  /// "download" or "upload".
  std::string direction;
  std::string path;
  std::optional<std::int64_t> size_bytes;
};

}  // namespace hai
