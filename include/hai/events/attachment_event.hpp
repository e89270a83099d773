#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>

namespace hai {

/// A file that the agent or the user attached.
struct HAI_EXPORT attachment_event {
  /// "agent" or "user".
  std::string origin;
  std::string name;
  /// In the agent's environment.
  std::string path;
  std::optional<std::string> media_type;
  std::optional<std::int64_t> size_bytes;
  /// Where it can be downloaded.
  std::optional<std::string> url;
};

}  // namespace hai
