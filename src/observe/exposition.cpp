#include "observe/exposition.hpp"

#include <array>
#include <charconv>

namespace hai::observe {
namespace {

void append_escaped(std::string& out, std::string_view text, bool with_quotes) {
  for (char const c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '"' && with_quotes)
      out += "\\\"";
    else
      out += c;
  }
}

/// The shortest text that is exactly this number, whatever the locale.
std::string number_text(double value) {
  std::array<char, 40> text{};
  auto const end = std::to_chars(text.data(), text.data() + text.size(), value);
  return std::string(text.data(), end.ptr);
}

}  // namespace

void exposition::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_.append("# HELP ").append(name_).append(" ");
  append_escaped(text_, help, false);
  text_.append("\n# TYPE ").append(name_).append(" ").append(type).append("\n");
}

void exposition::sample(labels const& of, std::uint64_t value) { line("", of, std::to_string(value)); }

void exposition::sample(labels const& of, double value) { line("", of, number_text(value)); }

void exposition::sample(labels const& of, histogram const& value) {
  for (std::size_t bucket = 0; bucket <= histogram::bounds.size(); ++bucket) {
    bool const is_last = bucket == histogram::bounds.size();
    std::string const bound = is_last ? "+Inf" : number_text(histogram::bounds[bucket]);
    labels with_bound = of;
    with_bound.emplace_back("le", bound);
    line("_bucket", with_bound, std::to_string(value.count_up_to(bucket)));
  }
  line("_sum", of, number_text(value.sum()));
  line("_count", of, std::to_string(value.count_up_to(histogram::bounds.size())));
}

void exposition::line(std::string_view suffix, labels const& of, std::string_view value) {
  text_.append(name_).append(suffix);
  char separator = '{';
  for (auto const& [name, text] : of) {
    text_ += std::exchange(separator, ',');
    text_.append(name).append("=\"");
    append_escaped(text_, text, true);
    text_ += '"';
  }
  if (!of.empty()) text_ += '}';
  text_.append(" ").append(value).append("\n");
}

}  // namespace hai::observe
