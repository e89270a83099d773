#include "alarm.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hai::sim {

namespace asio = boost::asio;

alarm::alarm(server_strand strand, world& w) : strand_(std::move(strand)), world_(w), timer_(strand_) {}

void alarm::wake() {
  asio::post(strand_, [weak = weak_from_this()] {
    if (auto const self = weak.lock()) self->ring();
  });
}

void alarm::ring() { timer_.cancel(); }

void alarm::stop() {
  stopped_ = true;
  ring();
}

asio::awaitable<void> alarm::sleep(std::optional<time_point> until) {
  timer_.expires_at(until && !world_.is_manual() ? *until : time_point::max());
  boost::system::error_code woken;
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

asio::awaitable<void> alarm::sleep_until(time_point until) {
  auto const self = shared_from_this();
  world_.park(self, until);
  while (!stopped_ && world_.now() < until) co_await sleep(until);
  world_.unpark(this);
}

asio::awaitable<void> alarm::breathe(std::chrono::nanoseconds length) {
  timer_.expires_after(std::chrono::duration_cast<time_point::duration>(length));
  boost::system::error_code woken;
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

}  // namespace hai::sim
