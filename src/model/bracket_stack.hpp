#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hai::model {

/// Which brackets are open, one bit each: nesting costs no recursion, and a body of nothing but brackets an
/// eighth of its own size.
class bracket_stack {
 public:
  std::size_t depth() const noexcept { return depth_; }
  bool in_object() const noexcept { return (top_ & 1) == 0; }

  void push(char opening) {
    if (depth_ % 64 == 0) spill();
    top_ = (top_ << 1) | static_cast<std::uint64_t>(opening == '[');
    ++depth_;
  }

  /// False when the closing bracket does not match the innermost open one. Requires depth() > 0.
  bool pop(char closing) noexcept {
    if (static_cast<std::uint64_t>(closing == ']') != (top_ & 1)) return false;
    top_ >>= 1;
    --depth_;
    if (depth_ % 64 == 0) restore();
    return true;
  }

 private:
  // Out of line, for the sake of the 63 cases in 64 that do not come here.
  void spill();
  void restore() noexcept;

  std::uint64_t top_ = 0;
  std::size_t depth_ = 0;
  std::vector<std::uint64_t> below_;
};

}  // namespace hai::model
