#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <hai/event.hpp>
#include <hai/page.hpp>
#include <hai/quota_status.hpp>
#include <hai/session_changes.hpp>
#include <hai/session_resource.hpp>
#include <hai/session_status.hpp>
#include <hai/session_summary.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/envelope.hpp"

namespace hai::model {

// Bodies of 200 replies to plain types. A missing optional member, a null and a member of another type than
// documented count as absent; unknown members are ignored. Each throws bad_document when the body is not
// JSON, not an object, or lacks its `status` where one is required.

/// `/changes` from `from_index` on.
session_changes read_changes(std::string_view body, std::uint64_t from_index);
session_status read_status(std::string_view body);
session_resource read_session(std::string_view body);
page<session_summary> read_session_page(std::string_view body);
/// `/events`; the events are numbered from `first_index`, all event::no_index if that is event::no_index.
page<event> read_event_page(std::string_view body, std::uint64_t first_index);
quota_status read_quota(std::string_view body);
/// The link of a share, as sent: a path or a URL.
std::string read_share_url(std::string_view body);

/// The slices of a `/changes` body, or of a page of events ("items"): read_envelope, and where that refuses
/// the body, read_mendable_envelope.
void read_page(std::string_view body, std::string_view events_member, envelope& into);

// The parts of a `/changes` body that was sliced by read_page, for callers that need only some of them.

/// Throws bad_document if the envelope has no `status` text.
session_state read_state(envelope const& slices);
/// The index of the first event: `asked`, or where the server says that its page begins. It begins later when
/// the server has thrown older events away.
std::uint64_t read_first_index(envelope const& slices, std::uint64_t asked);
/// Null when there is none.
boost::json::value read_answer(envelope const& slices);
std::vector<event> read_events(envelope const& slices, std::uint64_t first_index);
/// Everything but the events.
session_changes read_snapshot(envelope const& slices);

/// An answer that came as JSON text, parsed; any other answer as it is.
boost::json::value answer_value(boost::json::value answer);

}  // namespace hai::model
