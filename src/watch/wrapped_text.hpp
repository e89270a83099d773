#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hai::watch {

/// A text of several lines as rows of at most `columns` (at least 2), each safe to print, broken between
/// words where that is possible. After `most_rows` comes a last row that says so.
std::vector<std::string> wrapped_text(std::string_view text, std::size_t columns, std::size_t most_rows);

}  // namespace hai::watch
