#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "http/message.hpp"

namespace hai::http {

/// Reads one reply from bytes as they come. Interim (1xx) replies are skipped. Throws hai::error without
/// context: errc::bad_reply for what is not HTTP/1.1, cut short, or coded in an unknown way;
/// errc::body_too_large past `max_body`, before or after decompression.
class reply_parser {
 public:
  reply_parser(std::size_t max_head, std::size_t max_body);
  ~reply_parser();

  /// Where the next bytes of the connection are best read to, to be given to put() then: the rest of a body
  /// of known length. Empty when any buffer does.
  std::span<char> room();
  /// Takes all of `bytes` in; nothing of them is referred to afterwards.
  void put(std::span<char const> bytes);
  /// The peer ended the stream in order: the end of a reply without a length, an error for any other.
  void end();
  /// The stream broke: throws, naming how far the reply had come.
  [[noreturn]] void cut() const;

  /// Whether the reply is there, whole.
  bool is_done() const noexcept;
  /// Of a reply that is there: whether the connection stays in step and open for another one.
  bool keeps_alive() const noexcept;
  /// The reply; once.
  std::unique_ptr<reply> take();

 private:
  class engine;
  std::unique_ptr<engine> engine_;
};

}  // namespace hai::http
