#pragma once

#include <string>
#include <string_view>

namespace hai::sim {

/// A small PNG in a colour of its own for each name.
std::string screenshot_png(std::string_view name);

}  // namespace hai::sim
