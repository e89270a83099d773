#pragma once

#include <string>
#include <string_view>

namespace hai::model {

/// Appends a JSON text byte for byte, but for the line breaks and tabs between its tokens, which are left
/// out: the result has no line break. One that stands inside a string (which sound JSON forbids) becomes a
/// space.
void append_single_line(std::string& out, std::string_view raw);

std::string single_line(std::string_view raw);

}  // namespace hai::model
