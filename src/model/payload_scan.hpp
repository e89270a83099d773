#pragma once

#include <string_view>

namespace hai::model {

/// Past the object or array that starts at `begin`, of which only the brackets and the ends of strings are
/// looked at; null if it is not balanced or does not end before `end`. `kind` becomes the token of the member
/// of that name at the top level of an object if it is a string, else empty.
char const* scan_payload(char const* begin, char const* end, std::string_view& kind);

/// Past the string that starts at `begin` (a quote); null if it does not end before `end`.
char const* scan_string(char const* begin, char const* end) noexcept;

}  // namespace hai::model
