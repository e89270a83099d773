#include "model/json_cursor.hpp"

#include <string>

#include "model/bad_document.hpp"
#include "model/bracket_stack.hpp"
#include "model/byte_scan.hpp"
#include "model/json_text.hpp"

namespace hai::model {
namespace {

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
void json_cursor::read_string() {
  char const* const start = at_;
  bool plain = true;
  expect('"');
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

std::string_view json_cursor::string_token() {
  char const* const start = at_;
  read_string();
  return from(start);
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
    // Boost.JSON refuses an exponent that overflows an int.
    if (digits() > 3 && !is_sound_json(from(start))) {
      at_ = start;
      fail();
    }
  }
}

void json_cursor::read_literal(std::string_view word) {
  for (char const c : word) expect(c);
}

void json_cursor::read_scalar() {
  switch (peek()) {
    case '"':
      return read_string();
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
  read_string();
  skip_space();
  expect(':');
  skip_space();
}

std::string_view json_cursor::value_token() {
  char const* const start = at_;
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

void json_cursor::skip_payload_string(bool& escaped) {
  escaped = false;
  ++at_;
  for (;;) {
    at_ = find_quote(at_, end_);
    if (at_ == end_) fail();
    if (*at_ == '"') break;
    escaped = true;
    if (end_ - at_ < 2) {
      at_ = end_;
      fail();
    }
    at_ += 2;
  }
  ++at_;
}

void json_cursor::skip_payload_scalar() {
  char const* const start = at_;
  while (at_ != end_ && !std::strchr(",:]}[{\" \t\r\n", *at_)) ++at_;
  if (at_ == start) fail();
}

void json_cursor::note_kind(std::string_view key, bool escaped, std::string_view& kind) {
  if (!escaped) {
    if (key != "\"kind\"") return;
  } else if (decode_string(key) != "kind") {
    return;
  }
  json_cursor ahead = *this;
  ahead.skip_space();
  if (!ahead.accept(':')) return;
  ahead.skip_space();
  kind = {};
  if (ahead.peek() != '"') return;
  char const* const start = ahead.at_;
  bool ignored = false;
  ahead.skip_payload_string(ignored);
  kind = ahead.from(start);
}

std::string_view json_cursor::payload_token(std::string_view& kind) {
  kind = {};
  char const* const start = at_;
  bool escaped = false;
  if (peek() == '"') {
    skip_payload_string(escaped);
    return from(start);
  }
  if (peek() != '{' && peek() != '[') {
    skip_payload_scalar();
    return from(start);
  }
  bool const object = peek() == '{';
  bracket_stack open;
  do {
    at_ = find_structure(at_, end_);
    if (at_ == end_) fail();
    char const c = *at_;
    if (c == '"') {
      char const* const string = at_;
      skip_payload_string(escaped);
      if (object && open.depth() == 1) note_kind(from(string), escaped, kind);
    } else {
      if (c == '{' || c == '[') {
        open.push(c);
      } else if (!open.pop(c)) {
        fail();
      }
      ++at_;
    }
  } while (open.depth() != 0);
  return from(start);
}

}  // namespace hai::model
