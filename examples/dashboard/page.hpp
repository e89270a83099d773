#pragma once

#include <string_view>

namespace dashboard {

/// A file of the page, compiled in.
struct page_file_text {
  char const* type;
  std::string_view text;
};

/// Null when there is no such file.
page_file_text const* page_file(std::string_view name);

}  // namespace dashboard
