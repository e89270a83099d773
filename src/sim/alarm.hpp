#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <memory>
#include <optional>

#include "parking.hpp"
#include "world.hpp"

namespace hai::sim {

using server_strand = boost::asio::strand<boost::asio::any_io_executor>;

/// What a coroutine of the server sleeps on: until a time point of the world's clock, or until it is woken. A
/// wake-up that finds nobody asleep is lost, so look at the condition again before going to sleep, on the
/// strand.
class alarm final : public sleeper, public std::enable_shared_from_this<alarm> {
 public:
  alarm(server_strand, world&);

  void wake() override;
  /// On the strand: wakes at once.
  void ring();
  /// On the strand: `sleep_until` is over, now and later.
  void stop();

  /// Until it is woken or, unless the clock is manual, the time has come: then the caller has parked, to be
  /// woken.
  boost::asio::awaitable<void> sleep(std::optional<time_point> until);
  /// The whole time, whatever wakes it; ends early only when it is stopped.
  boost::asio::awaitable<void> sleep_until(time_point);
  /// Real time, for what waits for the system and not for the world.
  boost::asio::awaitable<void> breathe(std::chrono::nanoseconds);

 private:
  server_strand strand_;
  world& world_;
  boost::asio::steady_timer timer_;
  bool stopped_ = false;
};

}  // namespace hai::sim
