#include "model/single_line.hpp"

#include "model/byte_scan.hpp"

namespace hai::model {
namespace {

bool breaks_line(char c) noexcept { return c == '\n' || c == '\r'; }

/// Past the string's closing quote, or at the end of a text that lacks it.
char const* string_end(char const* p, char const* end) noexcept {
  for (++p;;) {
    p = find_quote(p, end);
    if (p == end) return end;
    if (*p == '"') return p + 1;
    if (end - p < 2) return end;
    p += 2;
  }
}

void append_string(std::string& out, char const* p, char const* end) {
  for (; p != end; ++p) out.push_back(breaks_line(*p) ? ' ' : *p);
}

}  // namespace

void append_single_line(std::string& out, std::string_view raw) {
  if (raw.find_first_of("\n\r\t") == std::string_view::npos) {
    out += raw;
    return;
  }
  out.reserve(out.size() + raw.size());
  char const* p = raw.data();
  char const* const end = p + raw.size();
  while (p != end) {
    if (*p == '"') {
      char const* const after = string_end(p, end);
      append_string(out, p, after);
      p = after;
    } else {
      if (!breaks_line(*p) && *p != '\t') out.push_back(*p);
      ++p;
    }
  }
}

std::string single_line(std::string_view raw) {
  std::string out;
  append_single_line(out, raw);
  return out;
}

}  // namespace hai::model
