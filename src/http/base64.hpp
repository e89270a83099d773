#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hai::http {

/// Standard base64 with padding.
std::string base64(std::string_view bytes);

/// The bytes of a standard base64 text, with or without its padding; line breaks and blanks are passed over.
/// Empty if it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace hai::http
