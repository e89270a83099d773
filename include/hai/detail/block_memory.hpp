#pragma once

#include <cstddef>
#include <hai/detail/export.hpp>
#include <memory>

namespace hai::detail {

/// Memory for what comes and goes with each reply: its parser, its body, the blocks of its events, the waits
/// for them. The next one wants as many of about the same size: small ones that a thread gives back are kept
/// for those that it takes next, up to 64 KiB of them.
struct HAI_EXPORT block_memory {
  static void* take(std::size_t size);
  /// `size`: as it was taken. From any thread.
  static void give(void* block, std::size_t size) noexcept;
};

/// The same for the elements of a container.
template <class Element>
struct block_allocator {
  using value_type = Element;

  /// What a handler holds may be aligned to more than those blocks are.
  static constexpr bool fits = alignof(Element) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__;

  block_allocator() noexcept = default;
  template <class Other>
  block_allocator(block_allocator<Other> const&) noexcept {}

  Element* allocate(std::size_t count) {
    if constexpr (!fits) return std::allocator<Element>().allocate(count);
    return static_cast<Element*>(block_memory::take(count * sizeof(Element)));
  }
  void deallocate(Element* elements, std::size_t count) noexcept {
    if constexpr (!fits) return std::allocator<Element>().deallocate(elements, count);
    block_memory::give(elements, count * sizeof(Element));
  }
  friend bool operator==(block_allocator const&, block_allocator const&) noexcept { return true; }
};

}  // namespace hai::detail
