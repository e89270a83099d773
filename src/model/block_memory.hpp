#pragma once

#include <cstddef>

namespace hai::detail {

/// Memory for the blocks of events. A page brings many of about one size, and the next page as many: small
/// ones that a thread gives back are kept for those that it takes next, up to 64 KiB of them.
struct block_memory {
  static void* take(std::size_t size);
  /// `size`: as it was taken. From any thread.
  static void give(void* block, std::size_t size) noexcept;
};

}  // namespace hai::detail
