#pragma once

#include <cstddef>
#include <string_view>

namespace hai::watch {

/// Columns that a terminal gives a printable code point: 0 for combining marks, joiners and variation
/// selectors, 2 for wide East Asian characters and emoji, 1 for the rest.
int display_width(char32_t value);

/// Columns of a UTF-8 text without control characters.
std::size_t display_width(std::string_view text);

}  // namespace hai::watch
