#include "floor/reply.hpp"

#include <emmintrin.h>

#include <bit>
#include <charconv>

namespace bench {
namespace {

/// A quote or a backslash; `end` if there is none.
char const* find_quote(char const* p, char const* end) {
  __m128i const quote = _mm_set1_epi8('"');
  __m128i const backslash = _mm_set1_epi8('\\');
  for (; end - p >= 16; p += 16) {
    __m128i const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(p));
    auto const hits = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash))));
    if (hits != 0) return p + std::countr_zero(hits);
  }
  while (p != end && *p != '"' && *p != '\\') ++p;
  return p;
}

std::string_view between(char const* begin, char const* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

reply_slices reply_slices::of(std::string_view text) {
  reply_slices found;
  auto const head_end = text.find("\r\n\r\n");
  if (head_end == std::string_view::npos || text.size() < 12) return found;
  std::from_chars(text.data() + 9, text.data() + 12, found.status);
  std::size_t length = 0;
  constexpr std::string_view name = "\r\ncontent-length: ";
  auto const at = text.substr(0, head_end).find(name);
  if (at != std::string_view::npos)
    std::from_chars(text.data() + at + name.size(), text.data() + head_end, length);
  found.body = text.substr(head_end + 4, length);
  found.whole = found.body.size() == length;
  return found;
}

page_reader::page_reader(std::string_view body) : at_(body.data()), end_(body.data() + body.size()) {
  constexpr std::string_view name = "\"new_events\":[";
  auto const start = body.find(name);
  at_ += start == std::string_view::npos ? body.size() : start + name.size();
}

void page_reader::skip_string() {
  for (++at_;; at_ += 2) {
    at_ = find_quote(at_, end_);
    if (at_ == end_) return;
    if (*at_ == '"') {
      ++at_;
      return;
    }
  }
}

std::string_view page_reader::string() {
  char const* const start = at_ + 1;
  skip_string();
  return between(start, at_ - 1);
}

std::string_view page_reader::value() {
  char const* const start = at_;
  for (int depth = 0; at_ < end_;) {
    switch (*at_) {
      case '"':
        skip_string();
        break;
      case '{':
      case '[':
        ++depth;
        ++at_;
        break;
      case '}':
      case ']':
        if (depth-- == 0) return between(start, at_);
        ++at_;
        break;
      case ',':
        if (depth == 0) return between(start, at_);
        ++at_;
        break;
      default:
        ++at_;
    }
    if (depth == 0 && (at_[-1] == '}' || at_[-1] == ']' || at_[-1] == '"')) return between(start, at_);
  }
  return between(start, at_);
}

std::string_view page_reader::data(std::string_view& kind) {
  char const* const start = at_;
  if (at_ == end_ || *at_ != '{') return value();
  for (++at_; at_ < end_ && *at_ == '"';) {
    std::string_view const name = string();
    ++at_;  // the colon
    std::string_view const text = value();
    if (name == "kind" && text.size() > 2) kind = text.substr(1, text.size() - 2);
    if (at_ < end_ && *at_ == ',') ++at_;
  }
  if (at_ < end_) ++at_;
  return between(start, at_);
}

bool page_reader::next(event_view& into) {
  if (at_ < end_ && *at_ == ',') ++at_;
  if (at_ >= end_ || *at_ != '{') return false;
  into = {};
  char const* const start = at_++;
  while (at_ < end_ && *at_ == '"') {
    std::string_view const name = string();
    ++at_;
    if (name == "type" && *at_ == '"') {
      into.type = string();
    } else if (name == "timestamp" && *at_ == '"') {
      into.timestamp = string();
    } else if (name == "data") {
      into.data = data(into.kind);
    } else {
      value();
    }
    if (at_ < end_ && *at_ == ',') ++at_;
  }
  if (at_ < end_) ++at_;
  into.text = between(start, at_);
  return true;
}

}  // namespace bench
