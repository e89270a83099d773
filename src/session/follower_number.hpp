#pragma once

#include <cstdint>

namespace hai::detail {

/// A number for a stream or a sweep, by which an observer tells it from all others of the process; from 1 on.
std::uint64_t next_follower_number();

}  // namespace hai::detail
