#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/byte_stream.hpp"

namespace hai::net {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;
using duration = clock::duration;

/// One timer with at most one wait at a time. Belongs to one strand at a time.
class timer {
 public:
  virtual ~timer() = default;
  /// Sets the expiry; a wait under way ends with operation_aborted.
  virtual void expires_at(time_point when) = 0;
  virtual void cancel() = 0;
  /// Completes on the timer's executor: without an error at the expiry, with operation_aborted when
  /// cancelled.
  virtual void async_wait(boost::asio::any_completion_handler<void(boost::system::error_code)> handler) = 0;
  /// The same for a coroutine.
  virtual boost::asio::awaitable<void> wait(boost::system::error_code& failure) = 0;
};

/// What the library asks of the machine it runs on: time, names, connections and chance. The real one is
/// make_real_system(); tests hand in one where all of it is scripted. Thread-safe.
class system {
 public:
  virtual ~system() = default;

  virtual time_point now() const = 0;
  /// The calendar's time, for dates in headers.
  virtual std::chrono::system_clock::time_point calendar() const = 0;
  virtual std::unique_ptr<timer> make_timer(boost::asio::any_io_executor executor) = 0;

  /// The addresses of a host in the resolver's order. A literal address needs no look-up. Cancellable at
  /// once, even where the look-up itself is not. Throws system_error.
  virtual boost::asio::awaitable<std::vector<boost::asio::ip::tcp::endpoint>> resolve(std::string host,
                                                                                      std::uint16_t port) = 0;
  /// A connection to one address. Cancellable. Throws system_error.
  virtual boost::asio::awaitable<std::unique_ptr<byte_stream>> connect(
      boost::asio::ip::tcp::endpoint address) = 0;

  /// 64 bits nobody can predict; for seeds and keys.
  virtual std::uint64_t entropy() = 0;
};

std::shared_ptr<system> make_real_system();

}  // namespace hai::net
