#include "http/jitter.hpp"

namespace hai::http {

double jitter::fraction() noexcept {
  // SplitMix64: a counter whose every value is mixed well.
  auto mixed = state_ += 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  mixed ^= mixed >> 31;
  constexpr double steps = 9007199254740992.0;  // 2^53, what a double tells apart
  return static_cast<double>(mixed >> 11) / steps;
}

net::duration jitter::between(net::duration least, net::duration most) noexcept {
  auto const span = static_cast<double>((most - least).count());
  return least + net::duration(static_cast<net::duration::rep>(span * fraction()));
}

}  // namespace hai::http
