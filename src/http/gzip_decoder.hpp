#pragma once

#include <zlib.h>
#include <cstddef>
#include <string_view>

#include "http/body_text.hpp"

namespace hai::http {

/// Decompresses one gzip body as it comes, appending to a text that it does not let grow past a limit.
/// Throws hai::error without context: errc::bad_reply, errc::body_too_large.
class gzip_decoder {
 public:
  gzip_decoder();
  gzip_decoder(gzip_decoder const&) = delete;
  gzip_decoder& operator=(gzip_decoder const&) = delete;
  ~gzip_decoder();

  void put(std::string_view compressed, body_text& onto, std::size_t limit);
  /// Checks that the compressed text ended where its coding says. A body of no bytes at all is fine.
  void finish() const;

 private:
  z_stream stream_{};
  bool started_ = false;
  bool ended_ = false;
};

}  // namespace hai::http
