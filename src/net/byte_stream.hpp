#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <span>

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

/// One connected, ordered stream of bytes, driven by steps that do not block. Between two steps nothing is
/// pending except in wait(), so a cancelled wait leaves the stream usable. Used from one strand at a time; it
/// may move between strands while nothing is pending.
class byte_stream {
 public:
  virtual ~byte_stream() = default;

  virtual step try_read(std::span<char> into, boost::system::error_code& failure) = 0;
  virtual step try_write(std::span<char const> from, boost::system::error_code& failure) = 0;

  /// Suspends until the stream is ready; cancellable. close() from the same strand completes it with an
  /// error.
  virtual boost::asio::awaitable<void> wait(readiness wanted, boost::system::error_code& failure) = 0;

  /// For a stream nobody is using: whether it is open and silent. Does not block.
  virtual bool is_idle() = 0;

  /// Ends the stream as politely as that goes without waiting, and releases what it holds. Idempotent.
  virtual void close() noexcept = 0;
};

}  // namespace hai::net
