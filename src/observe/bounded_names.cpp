#include "observe/bounded_names.hpp"

#include <algorithm>

namespace hai::observe {
namespace {

constexpr std::size_t longest_name = 64;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

}  // namespace

std::string bounded_names::admit(std::string_view name) {
  if (!is_name(name)) return "other";
  if (names_.find(name) != names_.end()) return std::string(name);
  if (names_.size() >= most_) return "other";
  return *names_.emplace(name).first;
}

}  // namespace hai::observe
