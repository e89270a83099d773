#pragma once

#include <atomic>
#include <cstddef>

namespace hai::detail {

/// How much a buffer may hold. One element is always let in, however heavy.
struct buffer_bounds {
  std::size_t elements;
  std::size_t bytes;
};

/// What several buffers may hold together, beside the bounds of each: whoever lets an element in takes room
/// for it here. The one element that an empty buffer lets in may exceed it, so that none is shut out by the
/// others. Thread-safe.
class shared_room {
 public:
  explicit shared_room(buffer_bounds most) noexcept : most_(most) {}

  /// Takes room for one element; false: there is not enough.
  bool take(std::size_t bytes) noexcept {
    exceed(bytes);
    if (elements_.load() <= most_.elements && bytes_.load() <= most_.bytes) return true;
    give_back(1, bytes);
    return false;
  }
  /// Takes it in any case.
  void exceed(std::size_t bytes) noexcept {
    elements_.fetch_add(1);
    bytes_.fetch_add(bytes);
  }
  void give_back(std::size_t elements, std::size_t bytes) noexcept {
    elements_.fetch_sub(elements);
    bytes_.fetch_sub(bytes);
  }

  bool is_used_up() const noexcept {
    return elements_.load() >= most_.elements || bytes_.load() >= most_.bytes;
  }
  std::size_t elements() const noexcept { return elements_.load(); }
  std::size_t bytes() const noexcept { return bytes_.load(); }

 private:
  buffer_bounds const most_;
  std::atomic<std::size_t> elements_ = 0;
  std::atomic<std::size_t> bytes_ = 0;
};

}  // namespace hai::detail
