#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hai {

/// A page seen as a picture: the fields of an observation of type "web". Sizes and positions are in pixels.
struct HAI_EXPORT web_observation {
  std::string url;
  std::string title;
  /// The page as Markdown; empty where the session does not ask for it.
  std::string text;
  std::vector<std::string> tabs;
  std::string current_tab;
  /// Width and height.
  std::optional<std::pair<std::int64_t, std::int64_t>> viewport_size;
  std::optional<std::pair<std::int64_t, std::int64_t>> page_size;
  /// x and y.
  std::optional<std::pair<std::int64_t, std::int64_t>> scroll_position;
  std::optional<std::pair<std::int64_t, std::int64_t>> cursor_position;
};

}  // namespace hai
