#include "watch/event_rate.hpp"

#include <algorithm>

namespace hai::watch {
namespace {

constexpr std::chrono::seconds window{5};
constexpr std::chrono::seconds shortest{1};  // a first batch is not a rate of thousands

}  // namespace

void event_rate::add(std::size_t events, time_point now) {
  total_ += events;
  recent_ += events;
  batches_.emplace_back(now, events);
  forget_before(now);
}

double event_rate::per_second(time_point now) {
  forget_before(now);
  using seconds = std::chrono::duration<double>;
  seconds const span = std::clamp<seconds>(now - start_, shortest, window);
  return static_cast<double>(recent_) / span.count();
}

void event_rate::forget_before(time_point now) {
  while (!batches_.empty() && batches_.front().first + window <= now) {
    recent_ -= batches_.front().second;
    batches_.pop_front();
  }
}

}  // namespace hai::watch
