#include "http/sizing.hpp"

#include <algorithm>

namespace hai::http {
namespace {

constexpr auto proof = std::chrono::seconds(2);     // failing for less is no shortage
constexpr auto forgets = std::chrono::seconds(10);  // a failure after so long begins anew
constexpr auto step = std::chrono::seconds(5);      // between two doublings

}  // namespace

void sizing::connect_failed(net::time_point now, std::size_t open, net::time_point last_reply) noexcept {
  if (!failing_since_ || now - last_failure_ > forgets) failing_since_ = now;
  last_failure_ = now;
  bool const others_are_served = last_reply > *failing_since_ + proof / 2;
  if (open == 0 || now - *failing_since_ < proof || !others_are_served) return;
  places_ = std::min(places_, open);
  grows_at_ = now + step;
}

std::size_t sizing::places(net::time_point now) noexcept {
  for (; is_reduced() && now >= grows_at_; grows_at_ += step) places_ = std::min(planned_, places_ * 2);
  return places_;
}

}  // namespace hai::http
