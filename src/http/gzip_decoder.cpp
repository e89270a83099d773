#include "http/gzip_decoder.hpp"

#include <algorithm>
#include <array>
#include <new>

#include <hai/error.hpp>

namespace hai::http {

gzip_decoder::gzip_decoder() {
  int const gzip_only = 16 + MAX_WBITS;
  if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc();
}

gzip_decoder::~gzip_decoder() { inflateEnd(&stream_); }

void gzip_decoder::put(std::string_view compressed, body_text& onto, std::size_t limit) {
  std::array<char, 16 * 1024> expanded;
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream_.avail_in = static_cast<uInt>(compressed.size());
  if (!compressed.empty()) started_ = true;
  bool output_was_filled = false;
  while (stream_.avail_in > 0 || output_was_filled) {
    if (ended_) {  // a gzip text may be several members, one after the other
      if (stream_.avail_in == 0) return;
      inflateReset(&stream_);
      ended_ = false;
    }
    stream_.next_out = reinterpret_cast<Bytef*>(expanded.data());
    stream_.avail_out = static_cast<uInt>(expanded.size());
    int const outcome = inflate(&stream_, Z_NO_FLUSH);
    if (outcome == Z_MEM_ERROR) throw std::bad_alloc();
    if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR)
      throw error(errc::bad_reply, "a body that is not the gzip it claims to be");
    std::size_t const gained = expanded.size() - stream_.avail_out;
    if (gained > limit - std::min(limit, onto.size()))
      throw error(errc::body_too_large,
                  "a body that expands past the limit of " + std::to_string(limit) + " bytes");
    onto.append({expanded.data(), gained});
    ended_ = outcome == Z_STREAM_END;
    output_was_filled = stream_.avail_out == 0;
    if (outcome == Z_BUF_ERROR && gained == 0) return;
  }
}

void gzip_decoder::finish() const {
  if (started_ && !ended_) throw error(errc::bad_reply, "a gzip body that ends too early");
}

}  // namespace hai::http
