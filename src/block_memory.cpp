#include <hai/detail/block_memory.hpp>

#include <array>
#include <new>
#include <utility>

namespace hai::detail {
namespace {

constexpr std::size_t step = 64;
constexpr std::size_t most_steps = 16;
constexpr std::size_t most_kept = 64 * 1024;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool keeps = false;  // else it would not see who looks at a block that is gone
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool keeps = false;
#else
constexpr bool keeps = true;
#endif
#else
constexpr bool keeps = true;
#endif

struct link {
  link* next;
};

/// Events may be destroyed after what belongs to their thread.
thread_local bool is_over = false;

struct shelf {
  ~shelf() {
    is_over = true;
    for (link* each : free) {
      while (each) ::operator delete(std::exchange(each, each->next));
    }
  }
  std::array<link*, most_steps> free{};
  std::size_t bytes = 0;
};

thread_local shelf kept;

/// How many steps large a block is, counted from 0.
std::size_t steps_of(std::size_t size) noexcept { return (size - 1) / step; }

}  // namespace

void* block_memory::take(std::size_t size) {
  std::size_t const steps = steps_of(size);
  if (steps >= most_steps) return ::operator new(size);
  std::size_t const rounded = (steps + 1) * step;
  if (is_over || !kept.free[steps]) return ::operator new(rounded);
  link* const found = kept.free[steps];
  kept.free[steps] = found->next;
  kept.bytes -= rounded;
  return found;
}

void block_memory::give(void* block, std::size_t size) noexcept {
  std::size_t const steps = steps_of(size);
  std::size_t const rounded = (steps + 1) * step;
  if (!keeps || steps >= most_steps || is_over || kept.bytes + rounded > most_kept)
    return ::operator delete(block);
  kept.bytes += rounded;
  kept.free[steps] = ::new (block) link{kept.free[steps]};
}

}  // namespace hai::detail
