#pragma once

#include <string>
#include <unordered_set>
#include <vector>

namespace hai::watch {

/// A short name for each id, safe to print, that tells it from the others: its first eight characters, or its
/// last eight where those are shared, or all of it.
std::vector<std::string> session_names(std::vector<std::string> const& ids);

/// The same for one that comes later, when others have their names already.
std::string session_name(std::string const& id, std::unordered_set<std::string> const& taken);

}  // namespace hai::watch
