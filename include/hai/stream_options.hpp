#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include <hai/detail/export.hpp>
#include <hai/until.hpp>

namespace hai {

/// Where a stream starts, when it ends, and how much it holds.
class HAI_EXPORT stream_options {
 public:
  /// Index of the first event wanted. Default: 0.
  stream_options& from_index(std::uint64_t value) { return from_index_ = value, *this; }
  /// Which states end it. Default: until::settled.
  stream_options& until(hai::until value) { return until_ = value, *this; }
  /// How long one long-poll may be held by the server, 0 to 25 s. Default: 25 s.
  stream_options& wait(std::chrono::seconds value) { return wait_ = value, *this; }
  /// Events received ahead of the consumer at most; polling rests while it is full. Default: 256.
  stream_options& buffer(std::size_t value) { return buffer_ = value, *this; }
  /// The same in bytes of event text; one event is always let in. Default: 16 MiB.
  stream_options& buffer_bytes(std::size_t value) { return buffer_bytes_ = value, *this; }

  std::uint64_t from_index() const { return from_index_; }
  hai::until until() const { return until_; }
  std::chrono::seconds wait() const { return wait_; }
  std::size_t buffer() const { return buffer_; }
  std::size_t buffer_bytes() const { return buffer_bytes_; }

 private:
  std::uint64_t from_index_ = 0;
  hai::until until_ = hai::until::settled;
  std::chrono::seconds wait_{25};
  std::size_t buffer_ = 256;
  std::size_t buffer_bytes_ = std::size_t(16) << 20;
};

}  // namespace hai
