#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hai/detail/block_memory.hpp>

#include "model/event_slices.hpp"

namespace hai::model {

using event_list = std::vector<event_slices, detail::block_allocator<event_slices>>;

/// The body of a `/changes` reply or of a page of events, as views into it. A member that the body lacks is
/// an empty view; one that is there is the JSON text of its value ("null", "\"running\"", "{…}").
struct envelope {
  std::string_view status;
  std::string_view started_at;
  std::string_view finished_at;
  std::string_view first_index;
  std::string_view error;
  std::string_view error_code;
  std::string_view answer;
  std::string_view outcome;
  std::string_view metrics;
  std::string_view total;
  std::string_view page;
  event_list events;

  /// True for a member that is there and not null.
  static bool has(std::string_view member) noexcept { return !member.empty() && member != "null"; }
};

}  // namespace hai::model
