#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>

#include "net/system.hpp"

namespace hai::simulation {

/// Everything random of one simulated world comes from here, and so from its seed.
class chance {
 public:
  explicit chance(std::uint64_t seed) noexcept : state_(seed * 0x9e3779b97f4a7c15 + 0x632be59bd9b4e019) {}

  std::uint64_t next() noexcept {
    auto mixed = state_ += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  /// From [0, bound).
  std::size_t below(std::size_t bound) noexcept { return static_cast<std::size_t>(next() % bound); }
  /// From [least, most].
  std::size_t from(std::size_t least, std::size_t most) noexcept { return least + below(most - least + 1); }
  bool percent(std::size_t of_hundred) noexcept { return below(100) < of_hundred; }

  template <class Value>
  Value one_of(std::initializer_list<Value> values) noexcept {
    return *std::next(values.begin(), static_cast<std::ptrdiff_t>(below(values.size())));
  }

  /// From [least, most], in steps of a twentieth of a second: coarse, so that things happen in one instant.
  net::duration span(net::duration least, net::duration most) noexcept {
    auto const steps = static_cast<std::size_t>((most - least) / grain);
    return least + grain * static_cast<net::duration::rep>(below(steps + 1));
  }

  /// An independent source, for one part of the world.
  chance split() noexcept { return chance(next()); }

 private:
  static constexpr net::duration grain = std::chrono::milliseconds(50);
  std::uint64_t state_;
};

}  // namespace hai::simulation
