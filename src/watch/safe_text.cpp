#include "watch/safe_text.hpp"

#include <utility>

#include "watch/display_width.hpp"
#include "watch/utf8.hpp"

namespace hai::watch {
namespace {

constexpr char32_t escape = 0x1B;
constexpr char32_t string_terminator = 0x9C;

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x2028 || c == 0x2029;
}

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F)                           // C0, DEL, C1
         || c == 0x061C || c == 0x200E || c == 0x200F                   // bidirectional marks
         || (c >= 0x202A && c <= 0x202E)                                // embeddings and overrides
         || (c >= 0x2060 && c <= 0x206F)                                // isolates, invisible operators
         || c == 0x200B || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB)  //
         || (c >= 0xE0000 && c <= 0xE0FFF);                             // tags
}

/// Bytes of a control string after its introducer, its terminator included. 0 when it is not terminated: then
/// only the introducer goes, so that nobody can make the rest of a line vanish.
std::size_t control_string_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    code_point const next = first_code_point(text.substr(at));
    at += next.bytes;
    if (next.value == 0x07 || next.value == string_terminator || next.value == 0x18 || next.value == 0x1A)
      return at;
    if (next.value == escape) return at < text.size() && text[at] == '\\' ? at + 1 : at - 1;
  }
  return 0;
}

/// Bytes of a control sequence after CSI: parameters, intermediates, one final byte.
std::size_t control_sequence_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x3F) ++at;
  if (at < text.size() && text[at] >= 0x40 && text[at] <= 0x7E) ++at;
  return at;
}

/// Bytes after ESC that belong to its sequence.
std::size_t escape_sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  switch (text.front()) {
    case '[':
      return 1 + control_sequence_length(text.substr(1));
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
      return 1 + control_string_length(text.substr(1));
    default:
      break;
  }
  std::size_t at = 0;
  while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x2F) ++at;
  if (at < text.size() && text[at] >= 0x30 && text[at] <= 0x7E) ++at;
  return at;
}

/// Bytes that follow an introducer and go with it; 0 for every other character.
std::size_t bytes_that_go_with(char32_t introducer, std::string_view rest) {
  switch (introducer) {
    case escape:
      return escape_sequence_length(rest);
    case 0x9B:
      return control_sequence_length(rest);
    case 0x90:
    case 0x98:
    case 0x9D:
    case 0x9E:
    case 0x9F:
      return control_string_length(rest);
    default:
      return 0;
  }
}

/// Collects characters until the columns are used up.
class line_builder {
 public:
  explicit line_builder(std::size_t columns) : columns_(columns) {}

  bool is_full() const { return cut_; }

  void space() { space_due_ = !out_.empty(); }

  void add(char32_t value) {
    if (space_due_) put(' ');
    space_due_ = false;
    put(value);
  }

  std::string take() && {
    if (cut_) {
      out_.resize(end_before_ellipsis_);
      if (columns_ > 0) out_ += "…";
    }
    return std::move(out_);
  }

 private:
  void put(char32_t value) {
    if (cut_) return;
    auto const width = static_cast<std::size_t>(display_width(value));
    marks_ = width == 0 ? marks_ + 1 : 0;
    if (marks_ > most_marks) return;
    if (width > columns_ - used_) {
      cut_ = true;
      return;
    }
    append_utf8(out_, value);
    used_ += width;
    if (used_ < columns_) end_before_ellipsis_ = out_.size();
  }

  static constexpr std::size_t most_marks = 8;

  std::size_t columns_, used_ = 0, marks_ = 0;
  std::size_t end_before_ellipsis_ = 0;  ///< where the ellipsis goes should the next character not fit
  std::string out_;
  bool space_due_ = false, cut_ = false;
};

}  // namespace

std::string safe_text(std::string_view text, std::size_t columns) {
  line_builder line(columns);
  while (!text.empty() && !line.is_full()) {
    code_point const next = first_code_point(text);
    text.remove_prefix(next.bytes);
    if (is_space(next.value)) {
      line.space();
    } else if (is_hidden(next.value)) {
      text.remove_prefix(bytes_that_go_with(next.value, text));
    } else {
      line.add(next.value);
    }
  }
  return std::move(line).take();
}

}  // namespace hai::watch
