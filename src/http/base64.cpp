#include "http/base64.hpp"

#include <array>
#include <cstdint>

namespace hai::http {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What each byte stands for: a digit's value, -1 for none.
constexpr auto values = [] {
  std::array<signed char, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i != digits.size(); ++i)
    table[static_cast<unsigned char>(digits[i])] = static_cast<signed char>(i);
  return table;
}();

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k != 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k != 4; ++k)
      text += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 63];
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  std::size_t count = 0, padding = 0;
  for (char const c : text) {
    if (is_blank(c)) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    auto const value = values[static_cast<unsigned char>(c)];
    if (value < 0 || padding != 0) return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(value);
    if (++count % 4 != 0) continue;
    for (int shift = 16; shift >= 0; shift -= 8) bytes += static_cast<char>(group >> shift & 255u);
  }
  std::size_t const left = count % 4;
  bool const is_whole = padding == 0 || (left != 0 && left + padding == 4);
  if (left == 1 || !is_whole) return std::nullopt;
  if (left != 0) {
    group <<= 6 * (4 - left);
    for (std::size_t i = 0; i + 1 != left; ++i) bytes += static_cast<char>(group >> (16 - 8 * i) & 255u);
  }
  return bytes;
}

}  // namespace hai::http
