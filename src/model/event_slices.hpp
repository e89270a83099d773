#pragma once

#include <string_view>

namespace hai::model {

/// Where one event's parts lie in its page.
struct event_slices {
  std::string_view text;  ///< the whole element, byte for byte
  /// JSON text of the members; empty when missing. Strings include their quotes.
  std::string_view type;
  std::string_view timestamp;
  std::string_view data;
  std::string_view kind;  ///< the `kind` inside `data`, at its top level
};

}  // namespace hai::model
