#pragma once

#include <string>
#include <vector>

namespace hai::watch {

/// A short name for each id, safe to print, that tells it from the others: its first eight characters, or its
/// last eight where those are shared, or all of it.
std::vector<std::string> session_names(std::vector<std::string> const& ids);

}  // namespace hai::watch
