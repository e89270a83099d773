#include "observe/redacted.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace hai::observe {
namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t uuid_size = 36;

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }
bool is_token(char c) { return static_cast<unsigned char>(c) > ' ' && c != '"' && c != ',' && c != ';'; }

bool starts_uuid(std::string_view text) {
  if (text.size() < uuid_size) return false;
  for (std::size_t i = 0; i < uuid_size; ++i) {
    bool const dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view beginning) {
  return text.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), text.begin(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::size_t run_of(std::string_view text, bool (*belongs)(char)) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

/// How many characters at the beginning of `text` are a secret, and how many before them stay.
struct secret {
  std::size_t kept = 0;
  std::size_t size = 0;
};

secret secret_at(std::string_view text, bool after_word, std::string_view session_id) {
  if (!session_id.empty() && text.starts_with(session_id)) return {0, session_id.size()};
  if (text.starts_with("://")) {
    std::string_view const authority = text.substr(3, text.find_first_of("/?# ", 3) - 3);
    if (auto const at = authority.rfind('@'); at != std::string_view::npos) return {3, at};
  }
  if (after_word) return {};
  if (starts_uuid(text)) return {0, uuid_size};
  if (text.starts_with("hk-")) return {0, run_of(text, is_word)};
  for (std::string_view const scheme : {"Bearer ", "Basic "})
    if (starts_with_ignoring_case(text, scheme))
      return {scheme.size(), run_of(text.substr(scheme.size()), is_token)};
  return {};
}

}  // namespace

std::string short_id(std::string_view session_id) {
  std::string_view const beginning = session_id.substr(0, std::min<std::size_t>(8, session_id.size() / 4));
  return std::string(beginning) + "..";
}

std::string redacted(std::string_view text, std::string_view session_id) {
  std::string clean;
  clean.reserve(text.size());
  for (bool after_word = false; !text.empty();) {
    auto const [kept, size] = secret_at(text, after_word, session_id);
    if (size > 0) {
      clean.append(text.substr(0, kept)).append(mask);
      text.remove_prefix(kept + size);
      after_word = false;
    } else {
      after_word = is_word(text.front());
      clean += text.front();
      text.remove_prefix(1);
    }
  }
  return clean;
}

}  // namespace hai::observe
