#pragma once

#include <cstddef>
#include <cstdint>
#include <hai/event.hpp>
#include <optional>
#include <string_view>

#include "model/event_slices.hpp"

namespace hai::detail {

/// The one way to make an event, and the model's way into one.
struct event_access {
  /// Copies the text: nothing of the page is kept. The slices must lie inside slices.text.
  static event make(std::uint64_t index, model::event_slices const& slices);

  /// In the memory that its text lies in: see event_block::create_in. An empty option, and nothing taken
  /// over, for an event that cannot be made so.
  static std::optional<event> make_in(void* memory, std::size_t size, std::uint64_t index,
                                      model::event_slices const& slices);

  /// From the text of one event alone. Throws model::bad_document if it is not sound outside its `data`.
  static event parse(std::uint64_t index, std::string_view text);

  /// event::data() without the exception: null if it cannot be parsed, or the event is empty.
  static boost::json::value const* data_if_sound(event const& from);
};

}  // namespace hai::detail
