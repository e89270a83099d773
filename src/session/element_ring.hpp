#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace hai::detail {

/// A queue in one block of memory, which doubles when it is full, and is given back when it has run empty
/// unless it is small: thousands of streams wait with an empty one.
template <class Element>
class element_ring {
 public:
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }

  /// Room for `more` elements beside those that are there.
  void make_room(std::size_t more) {
    if (size_ + more > slots_.size()) grow(size_ + more);
  }
  void push_back(Element element) {
    make_room(1);
    slots_[place(size_)] = std::move(element);
    ++size_;
  }
  void push_front(Element element) {
    make_room(1);
    first_ = place(slots_.size() - 1);
    slots_[first_] = std::move(element);
    ++size_;
  }
  Element pop_front() {
    Element element = std::exchange(slots_[first_], Element());
    first_ = place(1);
    if (--size_ == 0 && slots_.size() > kept) clear();
    return element;
  }
  void clear() noexcept {
    std::vector<Element>().swap(slots_);
    first_ = size_ = 0;
  }
  void swap(element_ring& other) noexcept {
    slots_.swap(other.slots_);
    std::swap(first_, other.first_);
    std::swap(size_, other.size_);
  }

 private:
  static constexpr std::size_t kept = 4;

  // The number of slots is a power of two.
  std::size_t place(std::size_t offset) const noexcept { return (first_ + offset) & (slots_.size() - 1); }

  void grow(std::size_t wanted) {
    std::size_t slots = kept;
    while (slots < wanted) slots *= 2;
    std::vector<Element> larger(slots);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move(slots_[place(i)]);
    slots_.swap(larger);
    first_ = 0;
  }

  std::vector<Element> slots_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace hai::detail
