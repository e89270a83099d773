#pragma once

#include <cstddef>
#include <hai/tool_result.hpp>
#include <vector>

namespace hai::detail {

/// The result, or, where a request of `most` bytes has no room for it, a failure that says so.
tool_result fitting(tool_result result, std::size_t most);

/// The results in their order, parted into requests of `most` bytes each.
std::vector<std::vector<tool_result>> parcels_of(std::vector<tool_result> results, std::size_t most);

}  // namespace hai::detail
