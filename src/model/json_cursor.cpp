#include "model/json_cursor.hpp"

#include <cstring>
#include <string>

#include "model/bad_document.hpp"
#include "model/bracket_stack.hpp"
#include "model/byte_scan.hpp"
#include "model/json_text.hpp"
#include "model/payload_scan.hpp"

namespace hai::model {
namespace {

/// Past a number, a literal, or what stands in its place; null if there is nothing.
char const* scalar_end(char const* begin, char const* end) noexcept {
  char const* p = begin;
  while (p != end && !std::strchr(",:]}[{\" \t\r\n", *p)) ++p;
  return p == begin ? nullptr : p;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

void json_cursor::fail() const {
  std::string const place = std::to_string(at_ - begin_);
  if (at_ == end_) {
    throw bad_document(bad_document::fault::syntax, "the JSON text is cut short at byte " + place);
  }
  throw bad_document(bad_document::fault::syntax, "not sound JSON at byte " + place);
}

// What is plainly sound is passed over here; Boost.JSON judges the rest (\u escapes, UTF-8), so that both
// agree.
void json_cursor::read_string_with_specials(char const* start) {
  bool plain = true;
  for (;;) {
    at_ = find_string_special(at_, end_);
    if (at_ == end_) fail();
    char const c = *at_;
    if (c == '"') break;
    if (static_cast<unsigned char>(c) < 0x20) fail();
    if (c == '\\') {
      if (++at_ == end_) fail();
      if (std::string_view("\"\\/bfnrt").find(*at_) == std::string_view::npos) plain = false;
    } else {
      plain = false;
    }
    ++at_;
  }
  ++at_;
  if (!plain && !is_sound_json(from(start))) {
    at_ = start;
    fail();
  }
}

void json_cursor::read_number() {
  char const* const start = at_;
  auto const digits = [this] {
    char const* const first = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    if (at_ == first) fail();
    return at_ - first;
  };
  accept('-');
  if (!accept('0')) digits();
  if (accept('.')) digits();
  if (accept('e') || accept('E')) {
    if (!accept('+')) accept('-');
    // Boost.JSON 1.81 refuses an exponent that overflows an int; later ones do not.
    if (digits() > 3 && !is_sound_json(from(start))) {
      at_ = start;
      fail();
    }
  }
}

void json_cursor::read_literal(std::string_view word) {
  if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) {
    at_ += word.size();
    return;
  }
  for (char const c : word) expect(c);  // fails where they differ
}

void json_cursor::read_scalar() {
  switch (peek()) {
    case '"':
      string_token();
      return;
    case 't':
      return read_literal("true");
    case 'f':
      return read_literal("false");
    case 'n':
      return read_literal("null");
    default:
      return read_number();
  }
}

void json_cursor::read_key() {
  string_token();
  colon();
}

std::string_view json_cursor::other_value_token() {
  char const* const start = at_;
  if (peek() != '{' && peek() != '[') {
    read_scalar();
    return from(start);
  }
  bracket_stack open;
  for (;;) {
    char const c = peek();
    if (c == '{' || c == '[') {
      if (open.depth() == max_json_depth) fail();
      open.push(c);
      ++at_;
      skip_space();
      if (peek() != (c == '{' ? '}' : ']')) {
        if (c == '{') read_key();
        continue;
      }
    } else {
      read_scalar();
    }
    // A value has ended, or an empty container is about to.
    for (;;) {
      if (open.depth() == 0) return from(start);
      skip_space();
      if (accept(',')) {
        skip_space();
        if (open.in_object()) read_key();
        break;
      }
      if ((peek() != '}' && peek() != ']') || !open.pop(*at_)) fail();
      ++at_;
    }
  }
}

std::string_view json_cursor::payload_token(std::string_view& kind) {
  kind = {};
  char const* const start = at_;
  char const* after = nullptr;
  switch (peek()) {
    case '{':
    case '[':
      after = scan_payload(at_, end_, kind);
      break;
    case '"':
      after = scan_string(at_, end_);
      break;
    default:
      after = scalar_end(at_, end_);
      break;
  }
  if (after == nullptr)
    throw bad_document(bad_document::fault::syntax, "an event's data is cut short or not balanced");
  at_ = after;
  return from(start);
}

}  // namespace hai::model
