#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>
#include <vector>

namespace hai {

/// A page seen as text, in chunks: the fields of an observation of type "textual_web".
struct HAI_EXPORT textual_web_observation {
  std::string url;
  std::string title;
  std::vector<std::string> tabs;
  std::string current_tab;
  /// "markdown" or "html": which of the two texts below is filled.
  std::string mode;
  std::string page_markdown;
  std::string page_html;
  std::int64_t text_offset = 0;
  std::int64_t chunk_size = 0;
  /// Counted from 1.
  std::int64_t chunk_number = 0;
  std::int64_t total_chunks = 0;
};

}  // namespace hai
