#include "watch/colour.hpp"

#include <cstdint>
#include <iterator>

namespace hai::watch {
namespace {

// Of the 256-colour cube, readable on dark and on light.
constexpr char const* session_colours[] = {
    "38;5;33", "38;5;37",  "38;5;70", "38;5;98",  "38;5;133", "38;5;136", "38;5;166", "38;5;31",
    "38;5;64", "38;5;125", "38;5;61", "38;5;172", "38;5;29",  "38;5;130", "38;5;168", "38;5;68"};

std::uint32_t fnv1a(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

std::string_view parameters_of(tone t) {
  switch (t) {
    case tone::note:
      return "2";
    case tone::action:
      return "1";
    case tone::page:
      return "36";
    case tone::tool:
      return "34";
    case tone::message:
      return "35";
    case tone::answer:
      return "1;32";
    case tone::state:
      return "33";
    case tone::trouble:
      break;
  }
  return "31";
}

}  // namespace

std::string colours::in_tone(watch::tone tone, std::string_view text) const {
  return painted(parameters_of(tone), text);
}

std::string colours::of_session(std::string_view id, std::string_view text) const {
  return painted(session_colours[fnv1a(id) % std::size(session_colours)], text);
}

std::string colours::painted(std::string_view parameters, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  return "\x1b[" + std::string(parameters) + 'm' + std::string(text) + "\x1b[0m";
}

}  // namespace hai::watch
