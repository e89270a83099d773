#pragma once

#include <string>
#include <string_view>

namespace hai::model {

/// JSON text with what no JSON parser takes as Unicode replaced by U+FFFD: escapes of lone surrogates, and
/// bytes that are no UTF-8. Servers pass on what agents read, which can hold both.
std::string mended(std::string_view json);

}  // namespace hai::model
