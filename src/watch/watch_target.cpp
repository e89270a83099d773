#include "watch/watch_target.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <unordered_set>

namespace hai::watch {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t parse_index(std::string_view digits) {
  std::uint64_t value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc())
    throw usage_error("the index @" + std::string(digits) + " is too large");
  return value;
}

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  auto const first = line.find_first_not_of(blanks);
  if (first == line.npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

}  // namespace

watch_target parse_target(std::string_view word, std::uint64_t default_index) {
  watch_target target{std::string(word), default_index};
  if (auto const at = word.rfind('@'); at != word.npos && is_number(word.substr(at + 1))) {
    target.from_index = parse_index(word.substr(at + 1));
    target.id.resize(at);
  }
  if (target.id.empty()) throw usage_error("a session id is empty");
  return target;
}

std::vector<watch_target> parse_targets(std::vector<std::string> const& words, std::uint64_t default_index) {
  std::vector<watch_target> targets;
  std::unordered_set<std::string> seen;
  for (std::string const& word : words) {
    watch_target target = parse_target(word, default_index);
    if (seen.insert(target.id).second) targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<std::string> words_of_lines(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    if (auto const word = trimmed(text.substr(0, end)); !word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace hai::watch
