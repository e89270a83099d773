#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hai::watch {

/// What the user typed cannot be followed; what() says why.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One session to follow.
struct watch_target {
  std::string id;
  std::uint64_t from_index = 0;

  friend bool operator==(watch_target const&, watch_target const&) = default;
};

/// `SESSION_ID[@INDEX]`: what follows the last '@' is the index when it is a number, else part of the id.
/// Throws usage_error for an empty id and for an index over 64 bits.
watch_target parse_target(std::string_view word, std::uint64_t default_index);

/// Each id once, as it was first given.
std::vector<watch_target> parse_targets(std::vector<std::string> const& words, std::uint64_t default_index);

/// One word a line; blanks around it and empty lines do not count.
std::vector<std::string> words_of_lines(std::string_view text);

}  // namespace hai::watch
