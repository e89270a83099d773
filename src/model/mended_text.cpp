#include "model/mended_text.hpp"

#include <cstdint>
#include <optional>

namespace hai::model {
namespace {

constexpr std::string_view replacement_escape = "\\ufffd";
constexpr std::string_view replacement_bytes = "\xef\xbf\xbd";

/// The code unit of the escape "\uXXXX" that begins at `at`.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
  if (text.size() - at < 6 || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (char const c : text.substr(at + 2, 4)) {
    unsigned digit = 0;
    if (c >= '0' && c <= '9')
      digit = static_cast<unsigned>(c - '0');
    else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
      digit = static_cast<unsigned>((c | 0x20) - 'a' + 10);
    else
      return std::nullopt;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high(unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low(unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; }

/// Appends the escape at `at`, mended; returns its size in `text`.
std::size_t append_escape(std::string& out, std::string_view text, std::size_t at) {
  auto const unit = escaped_unit(text, at);
  if (!unit) {
    std::size_t const size = text.size() - at < 2 ? 1 : 2;
    out.append(text.substr(at, size));
    return size;
  }
  if (is_high(*unit)) {
    auto const next = text.size() - at > 6 ? escaped_unit(text, at + 6) : std::nullopt;
    if (next && is_low(*next)) {
      out.append(text.substr(at, 12));
      return 12;
    }
  }
  out.append(is_high(*unit) || is_low(*unit) ? replacement_escape : text.substr(at, 6));
  return 6;
}

/// The size of the well-formed UTF-8 sequence at `at`; 0 if there is none.
std::size_t sequence_size(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  unsigned const first = byte(0);
  if (first < 0x80) return 1;
  std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() - at < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  unsigned const second = byte(1);
  bool const overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  bool const outside = (first == 0xed && second >= 0xa0) || (first == 0xf4 && second >= 0x90);
  return overlong || outside ? 0 : size;
}

}  // namespace

std::string mended(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '\\') {
      at += append_escape(out, json, at);
      continue;
    }
    std::size_t const size = sequence_size(json, at);
    out.append(size > 0 ? json.substr(at, size) : replacement_bytes);
    at += size > 0 ? size : 1;
  }
  return out;
}

}  // namespace hai::model
