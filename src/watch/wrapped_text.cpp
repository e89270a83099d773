#include "watch/wrapped_text.hpp"

#include "watch/display_width.hpp"
#include "watch/safe_text.hpp"
#include "watch/utf8.hpp"

namespace hai::watch {
namespace {

/// Bytes of the longest start of a safe text that fits; at least one character.
std::size_t bytes_that_fit(std::string_view text, std::size_t columns) {
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    code_point const next = first_code_point(text.substr(at));
    used += static_cast<std::size_t>(display_width(next.value));
    if (used > columns && at > 0) return at;
    at += next.bytes;
  }
  return at;
}

/// Where to end a row: before the last space that fits, else in the middle of the word.
std::size_t row_length(std::string_view text, std::size_t columns) {
  std::size_t const fitting = bytes_that_fit(text, columns);
  if (fitting == text.size() || text[fitting] == ' ') return fitting;
  std::size_t const space = text.rfind(' ', fitting);
  return space == text.npos || space == 0 ? fitting : space;
}

}  // namespace

std::vector<std::string> wrapped_text(std::string_view text, std::size_t columns, std::size_t most_rows) {
  std::vector<std::string> rows;
  while (!text.empty()) {
    std::size_t const end = std::min<std::size_t>(text.find('\n'), text.size());
    std::string const line = safe_text(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::string_view rest = line;
    do {
      if (rows.size() == most_rows) {
        rows.emplace_back("… (more: see --json)");
        return rows;
      }
      std::size_t const length = columns == any_width ? rest.size() : row_length(rest, columns);
      rows.emplace_back(rest.substr(0, length));
      rest.remove_prefix(length);
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    } while (!rest.empty());
  }
  return rows;
}

}  // namespace hai::watch
