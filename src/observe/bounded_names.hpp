#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace hai::observe {

/// Names that may become the values of a label: the first ones that come, up to a bound. The rest, and what
/// is no name (empty, over 64 bytes, with anything but printable ASCII), is "other".
class bounded_names {
 public:
  explicit bounded_names(std::size_t most) : most_(most) {}

  std::string admit(std::string_view name);

 private:
  std::size_t most_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace hai::observe
