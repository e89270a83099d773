#include <hai/error.hpp>

#include "http/exchange.hpp"
#include "http/shared_pool.hpp"

namespace hai::http {

lease::lease() noexcept = default;
lease::lease(lease&&) noexcept = default;
lease& lease::operator=(lease&& other) noexcept {
  if (this != &other) {
    release();
    seat_ = std::move(other.seat_);
  }
  return *this;
}
lease::~lease() { release(); }

lease::lease(std::shared_ptr<seat> held) noexcept : seat_(std::move(held)) {}

lease::operator bool() const noexcept { return seat_ != nullptr; }

boost::asio::awaitable<std::unique_ptr<reply>> lease::fetch(request const& what, exchange_limits limits) {
  if (!seat_) throw error(errc::closed, "a lease that was given back");
  return run_exchange(seat_, what, limits);
}

boost::asio::awaitable<reply> lease::exchange(request const& what, exchange_limits limits) {
  auto const got = co_await fetch(what, limits);
  co_return std::move(*got);
}

bool lease::request_was_sent() const noexcept { return seat_ && seat_->request_was_sent; }
bool lease::is_connected() const noexcept { return seat_ && seat_->current; }
bool lease::reply_has_begun() const noexcept { return seat_ && seat_->reply_has_begun; }

std::chrono::seconds lease::fair_wait(std::chrono::seconds desired) const {
  return seat_ ? seat_->owner->fair_wait(desired) : desired;
}

bool lease::is_contended() const noexcept {
  return seat_ && seat_->owner->places->is_contended(seat_->place.used_for());
}

void lease::when_wanted(std::function<void()> make_way) {
  if (seat_) seat_->poll_entry.front().make_way = std::move(make_way);
}

void lease::release() noexcept {
  if (auto const held = std::move(seat_)) held->release();
}

void lease::seat::release() noexcept {
  if (std::exchange(released, true)) return;
  if (guard) guard->stop();
  if (busy) {
    if (current) current->stream->close();  // the exchange under way sees that, and ends
  } else if (current) {
    owner->idle.put(*to, std::move(current), owner->machine->now());
  }
  place.give_back();
}

}  // namespace hai::http
