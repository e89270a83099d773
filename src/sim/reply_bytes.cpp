#include "reply_bytes.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace hai::sim {

namespace {

constexpr std::size_t chunk_size = 4096;
constexpr int gzip_window_bits = 15 + 16;

bool accepts_gzip(request const& r) {
  auto const* accepted = r.header("accept-encoding");
  return accepted && accepted->find("gzip") != std::string::npos;
}

std::string gzipped(std::string const& text) {
  z_stream z{};
  if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&z, static_cast<uLong>(text.size())), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string chunked(std::string const& body) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += chunk_size) {
    auto const size = std::min(chunk_size, body.size() - at);
    std::array<char, 24> line{};
    std::snprintf(line.data(), line.size(), "%zx\r\n", size);
    out.append(line.data()).append(body, at, size).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

}  // namespace

reply_bytes encode(reply r, request const& asked, platform_options::values const& options,
                   std::uint64_t request_number, bool closes) {
  bool const has_body = r.status != 204 && r.status != 304;
  reply_bytes out;
  out.closes = closes || !options.keep_alive || !asked.keep_alive;
  r.headers.emplace_back("Server", "hai-sim");
  r.headers.emplace_back("X-Request-Id", "sim-" + std::to_string(request_number));
  if (has_body && !r.content_type.empty()) r.headers.emplace_back("Content-Type", r.content_type);
  if (has_body && options.gzip && !r.body.empty() && accepts_gzip(asked)) {
    r.body = gzipped(r.body);
    r.headers.emplace_back("Content-Encoding", "gzip");
  }
  if (has_body && !r.body.empty() && options.framing == body_framing::chunked) {
    r.body = chunked(r.body);
    r.headers.emplace_back("Transfer-Encoding", "chunked");
  } else if (has_body && !r.body.empty() && options.framing == body_framing::close_delimited) {
    out.closes = true;
  } else if (has_body) {
    r.headers.emplace_back("Content-Length", std::to_string(r.body.size()));
  }
  if (out.closes) r.headers.emplace_back("Connection", "close");
  out.head = head_text(r);
  if (has_body) out.body = std::move(r.body);
  return out;
}

}  // namespace hai::sim
