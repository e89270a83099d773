#include "watch/utf8.hpp"

namespace hai::watch {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct lead_byte {
  std::size_t length = 0;  ///< of the whole sequence; 0: cannot start one
  char32_t bits = 0;
  unsigned char second_min = 0x80,
                second_max = 0xBF;  ///< keeps overlong forms, surrogates and > U+10FFFF out
};

lead_byte classify(unsigned char byte) {
  if (byte < 0x80) return {1, byte};
  if (byte >= 0xC2 && byte <= 0xDF) return {2, char32_t(byte & 0x1F)};
  if (byte == 0xE0) return {3, char32_t(byte & 0x0F), 0xA0, 0xBF};
  if (byte == 0xED) return {3, char32_t(byte & 0x0F), 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, char32_t(byte & 0x0F)};
  if (byte == 0xF0) return {4, char32_t(byte & 0x07), 0x90, 0xBF};
  if (byte == 0xF4) return {4, char32_t(byte & 0x07), 0x80, 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, char32_t(byte & 0x07)};
  return {};
}

}  // namespace

code_point first_code_point(std::string_view text) {
  lead_byte const lead = classify(static_cast<unsigned char>(text.front()));
  if (lead.length == 0) return {replacement, 1, false};
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (i == text.size()) return {replacement, i, false};
    auto const byte = static_cast<unsigned char>(text[i]);
    unsigned char const min = i == 1 ? lead.second_min : 0x80;
    unsigned char const max = i == 1 ? lead.second_max : 0xBF;
    if (byte < min || byte > max) return {replacement, i, false};
    value = (value << 6) | (byte & 0x3F);
  }
  return {value, lead.length, true};
}

void append_utf8(std::string& out, char32_t value) {
  auto const tail = [&out](char32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3F)); };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    tail(value);
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    tail(value >> 6);
    tail(value);
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    tail(value >> 12);
    tail(value >> 6);
    tail(value);
  }
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    code_point const next = first_code_point(text);
    append_utf8(out, next.value);
    text.remove_prefix(next.bytes);
  }
  return out;
}

}  // namespace hai::watch
