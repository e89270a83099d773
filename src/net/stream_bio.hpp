#pragma once

#include <openssl/bio.h>

#include <boost/system/error_code.hpp>
#include <cstddef>
#include <string>

#include "net/byte_stream.hpp"

namespace hai::net {

/// Where OpenSSL gets its bytes from and leaves them: the byte_stream under a TLS stream. Bytes are received
/// into one buffer a thread, that nobody keeps between two calls of OpenSSL; what is left in it then moves
/// into a spill of this connection, which is empty nearly always.
class stream_bio {
 public:
  explicit stream_bio(byte_stream& lower) : lower_(lower) {}
  stream_bio(stream_bio const&) = delete;
  stream_bio& operator=(stream_bio const&) = delete;

  static BIO_METHOD* make_method();
  /// A BIO on this object; owned by the caller. Null when out of memory.
  BIO* make_bio(BIO_METHOD const* method);

  /// Around each call of OpenSSL; nothing may suspend between the two, and not two streams of a thread may be
  /// between them at a time.
  void begin() noexcept;
  void end();

  /// Whether received bytes wait for OpenSSL.
  bool has_received() const noexcept;
  /// The error of the stream below, of the last call.
  boost::system::error_code const& failure() const noexcept { return failure_; }

 private:
  static int on_read(BIO* bio, char* into, std::size_t size, std::size_t* taken);
  static int on_write(BIO* bio, char const* from, std::size_t size, std::size_t* taken);
  static long on_control(BIO* bio, int command, long number, void* pointer);

  std::size_t take_received(char* into, std::size_t size);
  bool receive(BIO* bio);

  byte_stream& lower_;
  std::string spill_;
  std::size_t spill_taken_ = 0;
  boost::system::error_code failure_;
  bool ended_ = false;
};

}  // namespace hai::net
