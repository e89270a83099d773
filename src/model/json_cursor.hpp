#pragma once

#include <string_view>

#include "model/byte_scan.hpp"

namespace hai::model {

/// A place in a JSON text and the steps that read on from it. Each step throws bad_document where the text is
/// not what it asks for; none recurses.
class json_cursor {
 public:
  explicit json_cursor(std::string_view text) noexcept
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  bool at_end() const noexcept { return at_ == end_; }
  /// NUL at the end of the text, which no step accepts either.
  char peek() const noexcept { return at_ == end_ ? '\0' : *at_; }
  char const* position() const noexcept { return at_; }

  void skip_space() noexcept {
    // A compact text has none, and a well-spaced one mostly one blank.
    while (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ' && is_space(*at_)) ++at_;
  }
  void expect(char c) {
    if (peek() != c) fail();
    ++at_;
  }
  /// Takes the character if it is the next one.
  bool accept(char c) noexcept {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  /// The colon behind a name, and the space around it.
  void colon() {
    if (end_ - at_ > 1 && at_[0] == ':' && static_cast<unsigned char>(at_[1]) > ' ') {
      ++at_;  // a compact text
      return;
    }
    skip_space();
    expect(':');
    skip_space();
  }
  /// The comma behind a value, and the space around it; false: it is the end, `closing`.
  bool comma_or(char closing) {
    if (end_ - at_ > 1 && at_[0] == ',' && static_cast<unsigned char>(at_[1]) > ' ') {
      ++at_;
      return true;
    }
    skip_space();
    if (accept(closing)) return false;
    expect(',');
    skip_space();
    return true;
  }

  /// A string with its quotes, sound in every byte.
  std::string_view string_token() {
    bool has_specials = false;
    return string_token(has_specials);
  }
  /// `has_specials`: it holds escapes or bytes outside ASCII.
  std::string_view string_token(bool& has_specials) {
    char const* const start = at_;
    expect('"');
    at_ = find_string_special(at_, end_);
    has_specials = at_ == end_ || *at_ != '"';
    if (has_specials) {
      read_string_with_specials(start);
    } else {
      ++at_;
    }
    return from(start);
  }
  /// Any value, sound in every byte, nested up to max_json_depth.
  std::string_view value_token() { return peek() == '"' ? string_token() : other_value_token(); }
  /// Any value of which only the brackets and the ends of strings are checked; `kind` becomes the token of
  /// the member of that name at the top level of an object, empty if there is none.
  std::string_view payload_token(std::string_view& kind);

  [[noreturn]] void fail() const;

 private:
  std::string_view other_value_token();
  void read_string_with_specials(char const* start);
  void read_key();
  void read_number();
  void read_literal(std::string_view word);
  void read_scalar();

  static bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

  std::string_view from(char const* start) const noexcept {
    return {start, static_cast<std::size_t>(at_ - start)};
  }

  char const* begin_;
  char const* at_;
  char const* end_;
};

}  // namespace hai::model
