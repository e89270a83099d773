#pragma once

#include <cstdint>

#include "net/system.hpp"

namespace hai::http {

/// A small, fast source of chance for delays; not for secrets. Seed it from net::system::entropy(), so that
/// many clients that start in one instant do not move in step. Belongs to one strand.
class jitter {
 public:
  explicit jitter(std::uint64_t seed) noexcept : state_(seed) {}

  /// From [0, 1).
  double fraction() noexcept;
  /// From [least, most).
  net::duration between(net::duration least, net::duration most) noexcept;

 private:
  std::uint64_t state_;
};

}  // namespace hai::http
