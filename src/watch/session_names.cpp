#include "watch/session_names.hpp"

#include <algorithm>
#include <unordered_map>

#include "watch/safe_text.hpp"
#include "watch/utf8.hpp"

namespace hai::watch {
namespace {

constexpr std::size_t short_length = 8;
constexpr std::size_t longest_name = 36;  ///< a UUID

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string head(std::string const& id) {
  std::size_t end = std::min(short_length, id.size());
  while (end < id.size() && is_continuation(id[end])) ++end;
  return id.substr(0, end);
}

std::string tail(std::string const& id) {
  std::size_t begin = id.size() - std::min(short_length, id.size());
  while (begin > 0 && is_continuation(id[begin])) --begin;
  return begin == 0 ? id : "…" + id.substr(begin);
}

std::string safe_name(std::string const& name) {
  std::string safe = safe_text(name, longest_name);
  return safe.empty() ? "?" : safe;
}

}  // namespace

std::vector<std::string> session_names(std::vector<std::string> const& ids) {
  std::unordered_map<std::string, std::size_t> heads, tails;
  for (std::string const& id : ids) {
    ++heads[head(id)];
    ++tails[tail(id)];
  }
  std::vector<std::string> names;
  for (std::string const& id : ids) {
    bool const by_head = heads[head(id)] == 1, by_tail = tails[tail(id)] == 1;
    names.push_back(safe_name(by_head ? head(id) : by_tail ? tail(id) : id));
  }
  return names;
}

std::string session_name(std::string const& id, std::unordered_set<std::string> const& taken) {
  for (std::string const& part : {head(id), tail(id)})
    if (std::string name = safe_name(part); !taken.contains(name)) return name;
  return safe_name(id);
}

}  // namespace hai::watch
