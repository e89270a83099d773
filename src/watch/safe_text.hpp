#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace hai::watch {

inline constexpr std::size_t any_width = std::numeric_limits<std::size_t>::max();

/// A text that somebody else wrote, made safe to print in one line of a terminal.
///
/// Escape sequences go with their parameters and, when they are terminated, their strings (CSI, OSC, DCS, …,
/// in their 7-bit and C1 forms); so do the other control characters, and what reorders or hides text
/// (bidirectional controls, tag characters). Line breaks and other white space become one space, what is not
/// UTF-8 becomes U+FFFD. A text that takes more columns than `columns` is cut and ends with an ellipsis; of a
/// pile of combining marks the first eight stay.
std::string safe_text(std::string_view text, std::size_t columns = any_width);

}  // namespace hai::watch
