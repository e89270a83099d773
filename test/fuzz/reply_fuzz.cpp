// The parser of HTTP replies: any bytes give a reply or an error, and the same one however they are cut. The
// first byte says how.

#include <cstddef>
#include <cstdint>
#include <hai/error.hpp>
#include <optional>
#include <string>

#include "http/reply_parser.hpp"
#include "require.hpp"

namespace {

struct outcome {
  int status = 0;
  std::string body;
  bool failed = false;
  bool done = false;
};

outcome read_in_steps(std::span<char const> bytes, std::size_t step) {
  outcome result;
  hai::http::reply_parser parser(4096, 1 << 16);
  try {
    while (!bytes.empty() && !parser.is_done()) {
      auto const piece = bytes.first(std::min(step, bytes.size()));
      parser.put(piece);
      bytes = bytes.subspan(piece.size());
    }
    if (!parser.is_done()) parser.end();
    result.done = parser.is_done();
    if (!result.done) return result;
    auto const reply = std::move(*parser.take());
    result.status = reply.status;
    result.body = reply.body.text();
  } catch (hai::error const&) {
    result.failed = true;
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::span<char const> const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  outcome const whole = read_in_steps(bytes, bytes.size());
  outcome const cut = read_in_steps(bytes, 1 + data[0] % 64);
  if (!whole.failed && !cut.failed) {
    require(whole.done == cut.done && whole.status == cut.status && whole.body == cut.body,
            "a reply is the same however its bytes arrive");
  }
  return 0;
}
