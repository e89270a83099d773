#pragma once

#include <string_view>

#include "model/envelope.hpp"

namespace hai::model {

/// Reads a body in one pass, without building a tree: `events_member` is "new_events" for `/changes` and
/// "items" for a page of events. The views in `into` point into `body`, whose vector keeps its capacity
/// between calls.
///
/// Everything outside an event's `data` is checked as Boost.JSON checks it (to a nesting of 512); inside
/// `data` only that brackets match and strings end, so that an event whose payload is unsound is still
/// delivered. Of a repeated member the last one counts. Events that are not objects keep their place, with
/// `text` alone. Throws bad_document for a body that is not JSON (cut short, not balanced, …) or not an
/// object.
void read_envelope(std::string_view body, std::string_view events_member, envelope& into);

/// The same, but the members beside the events may hold broken Unicode (see mended()): an answer that no
/// parser takes must not keep the events from being delivered. For a body that read_envelope has refused.
void read_mendable_envelope(std::string_view body, std::string_view events_member, envelope& into);

/// The same for the text of one event alone.
event_slices read_event_text(std::string_view text);

}  // namespace hai::model
