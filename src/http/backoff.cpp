#include "http/backoff.hpp"

#include <algorithm>

namespace hai::http {

net::duration backoff::next(jitter& chance, std::optional<net::duration> asked) noexcept {
  auto const range = range_;
  range_ = std::min(range_ * 2, longest_);
  if (asked) return *asked + chance.between(net::duration::zero(), std::max(range, *asked / 4));
  return chance.between(range / 10, range);
}

}  // namespace hai::http
