#pragma once

#include <string>
#include <string_view>

namespace hai::http {

/// Standard base64 with padding.
std::string base64(std::string_view bytes);

}  // namespace hai::http
