#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hai::watch {

struct code_point {
  char32_t value = 0;
  std::size_t bytes = 0;  ///< that it takes in the text, at least 1
  bool valid = true;      ///< otherwise value is U+FFFD
};

/// The code point at the start of a text that is not empty. What is not UTF-8 (overlong forms, surrogates and
/// cut sequences included) gives one U+FFFD for its longest start that could have been one.
code_point first_code_point(std::string_view text);

void append_utf8(std::string& out, char32_t value);

/// The same text with U+FFFD for what is not UTF-8.
std::string valid_utf8(std::string_view text);

}  // namespace hai::watch
