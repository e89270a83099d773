#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "net/byte_stream.hpp"
#include "net/system.hpp"

namespace hai::http {

/// Closes a stream when its deadline passes. The timer is lazy: a deadline later than the one it is armed for
/// costs nothing; when it goes off too early it is armed again. Belongs to one strand.
class watchdog : public std::enable_shared_from_this<watchdog> {
 public:
  watchdog(std::shared_ptr<net::system> machine, boost::asio::any_io_executor executor);

  /// From now on `stream` is closed at `deadline`. The stream must stay until rest() or stop().
  void watch(net::byte_stream& stream, net::time_point deadline);
  /// Nothing is to be closed any more; the timer may go off once more, without effect.
  void rest() noexcept;
  /// The same, and nothing is left pending.
  void stop() noexcept;

  /// Whether it has closed the stream it was last told to watch.
  bool has_fired() const noexcept { return fired_; }
  boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

 private:
  void arm();
  void expired();

  boost::asio::any_io_executor const executor_;
  std::unique_ptr<net::timer> const timer_;
  std::shared_ptr<net::system> const machine_;
  net::byte_stream* watched_ = nullptr;
  net::time_point deadline_ = net::time_point::max();
  net::time_point armed_for_ = net::time_point::max();
  bool armed_ = false;
  unsigned arming_ = 0;  // tells the wait under way from those that were cut off
  bool fired_ = false;
};

}  // namespace hai::http
