#include "session/follower_number.hpp"

#include <atomic>

namespace hai::detail {

std::uint64_t next_follower_number() {
  static std::atomic<std::uint64_t> last = 0;
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace hai::detail
