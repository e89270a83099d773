#include "http/sizing.hpp"

#include <algorithm>

namespace hai::http {
namespace {

constexpr auto proof = std::chrono::seconds(2);     // failing for less is no shortage
constexpr auto forgets = std::chrono::seconds(10);  // a failure after so long begins anew
constexpr auto step = std::chrono::seconds(5);      // between two doublings
constexpr auto rest = std::chrono::seconds(30);     // a machine that is full stays so for a while
constexpr std::size_t polls_per_call = 4;           // how much of a full machine calls may take

}  // namespace

void sizing::maybe_full(net::time_point now, std::size_t open, net::time_point last_reply) noexcept {
  if (!failing_since_ || now - last_failure_ > forgets) failing_since_ = now;
  last_failure_ = now;
  bool const others_are_served = last_reply > *failing_since_ + proof / 2;
  if (open == 0 || now - *failing_since_ < proof || !others_are_served) return;
  shrink_to(open, now + step);
}

void sizing::surely_full(net::time_point now, std::size_t taken) noexcept {
  auto const for_calls = std::min(calls_, taken / (polls_per_call + 1));
  shrink_to(std::max<std::size_t>(1, taken - for_calls), now + rest);
}

void sizing::shrink_to(std::size_t places, net::time_point grows_at) noexcept {
  places_ = std::min(places_, places);
  grows_at_ = std::max(grows_at_, grows_at);
}

std::size_t sizing::places(net::time_point now) noexcept {
  for (; is_reduced() && now >= grows_at_; grows_at_ += step) places_ = std::min(planned_, places_ * 2);
  return places_;
}

}  // namespace hai::http
