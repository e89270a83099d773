#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <hai/detail/block_memory.hpp>

namespace hai::http {

/// The characters of a body, as they come. Unlike a std::string it lets a connection be read straight into
/// it: what it holds is neither cleared before nor copied after.
class body_text {
 public:
  /// Bytes in front of the text that are left free, for whoever takes its memory over.
  static constexpr std::size_t lead = 112;

  body_text() noexcept = default;
  body_text(body_text&& other) noexcept { swap(other); }
  body_text& operator=(body_text&& other) noexcept {
    body_text taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~body_text() { give_back(); }

  std::string_view view() const noexcept { return {bytes_, size_}; }
  operator std::string_view() const noexcept { return view(); }
  std::string text() const { return std::string(view()); }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }
  std::size_t capacity() const noexcept { return capacity_; }

  /// The block of detail::block_memory that a text lies in, behind the lead.
  std::span<char> block() const noexcept { return {bytes_ - lead, lead + capacity_}; }
  /// Leaves that block, and the text in it, to somebody else.
  void let_go() noexcept {
    bytes_ = nullptr;
    size_ = capacity_ = 0;
  }

  /// Room for `most` characters in all, at least.
  void reserve(std::size_t most) {
    if (most <= capacity_) return;
    auto* const larger = static_cast<char*>(detail::block_memory::take(lead + most)) + lead;
    if (size_ != 0) std::memcpy(larger, bytes_, size_);
    give_back();
    bytes_ = larger;
    capacity_ = most;
  }

  /// What may be written to behind the text, up to `most` characters; append() them then.
  std::span<char> room(std::size_t most) noexcept {
    return {bytes_ + size_, std::min(most, capacity_ - size_)};
  }

  void append(std::string_view more) {
    if (more.empty()) return;
    if (size_ == capacity_ || more.data() != bytes_ + size_) {
      if (more.size() > capacity_ - size_) reserve(std::max(size_ + more.size(), 2 * capacity_));
      std::memcpy(bytes_ + size_, more.data(), more.size());
    }
    size_ += more.size();
  }

  friend bool operator==(body_text const& a, std::string_view b) noexcept { return a.view() == b; }

 private:
  void give_back() noexcept {
    if (bytes_ != nullptr) detail::block_memory::give(bytes_ - lead, lead + capacity_);
  }

  void swap(body_text& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace hai::http
