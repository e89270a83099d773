#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <span>
#include <utility>

#include <hai/detail/block_memory.hpp>

namespace hai::net {

/// What a stream must become before the step that was tried can go on.
enum class readiness { none, readable, writable };

/// The outcome of one step. Exactly one holds: an error was set; bytes moved; the peer ended the stream
/// cleanly; or nothing could be done before the stream becomes `wanted`.
struct step {
  std::size_t bytes = 0;
  readiness wanted = readiness::none;
  bool ended = false;
};

/// What a wait for readiness completes.
using wait_handler = boost::asio::any_completion_handler<void(boost::system::error_code)>;

/// Who takes in what a stream has, piece by piece.
class read_sink {
 public:
  /// Where the next piece goes; empty: no more is wanted now.
  virtual std::span<char> room() = 0;
  /// A piece, at the beginning of the room that was asked for last.
  virtual void take(std::span<char const> piece) = 0;

 protected:
  ~read_sink() = default;
};

/// One connected, ordered stream of bytes, driven by steps that do not block. Between two steps nothing is
/// pending except in async_wait(), so a cancelled wait leaves the stream usable. Used from one strand at a
/// time; it may move between strands while nothing is pending.
class byte_stream {
 public:
  virtual ~byte_stream() = default;

  virtual step try_read(std::span<char> into, boost::system::error_code& failure) = 0;
  /// As try_read, into `sink` in as many pieces as can be had without another look at what is below. What the
  /// sink throws breaks the stream.
  virtual step read_on(read_sink& sink, boost::system::error_code& failure);
  virtual step try_write(std::span<char const> from, boost::system::error_code& failure) = 0;

  /// Completes on `home`, the strand that uses the stream, once the stream is ready, and never inside this
  /// call; cancellable by the handler's slot. close() from the same strand completes it with an error.
  virtual void async_wait(readiness wanted, boost::asio::any_io_executor const& home,
                          wait_handler handler) = 0;

  /// The same for a coroutine on `home`, to be awaited there at once: it needs no frame of its own. Yields a
  /// tuple of the error alone.
  auto ready(readiness wanted, boost::asio::any_io_executor const& home) {
    auto token = boost::asio::as_tuple(boost::asio::deferred);
    return boost::asio::async_initiate<decltype(token), void(boost::system::error_code)>(
        start_wait(*this, wanted, home), token);
  }
  /// The same for a coroutine on whatever executor.
  boost::asio::awaitable<void> wait(readiness wanted, boost::system::error_code& failure);

  /// For a stream nobody is using: whether it is open and silent. Does not block.
  virtual bool is_idle() = 0;
  /// Whether the last read left nothing behind, as far as is known without another look.
  virtual bool is_drained() const noexcept = 0;

  /// Ends the stream as politely as that goes without waiting, and releases what it holds. Idempotent.
  virtual void close() noexcept = 0;

 private:
  class start_wait {
   public:
    start_wait(byte_stream& stream, readiness wanted, boost::asio::any_io_executor const& home) noexcept
        : stream_(&stream), wanted_(wanted), home_(&home) {}

    template <class Handler>
    void operator()(Handler handler) const {
      auto with_memory =
          boost::asio::bind_allocator(hai::detail::block_allocator<char>(), std::move(handler));
      stream_->async_wait(wanted_, *home_, wait_handler(std::move(with_memory)));
    }

   private:
    byte_stream* stream_;
    readiness wanted_;
    boost::asio::any_io_executor const* home_;
  };
};

}  // namespace hai::net
