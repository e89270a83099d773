#include "model/replies.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "model/bad_document.hpp"
#include "model/envelope_reader.hpp"
#include "model/event_access.hpp"
#include "model/json_fields.hpp"
#include "model/json_text.hpp"
#include "model/mended_text.hpp"
#include "model/timestamp.hpp"
#include "model/value_readers.hpp"

namespace hai::model {
namespace {

[[noreturn]] void fail_shape(char const* message) { throw bad_document(bad_document::fault::shape, message); }

boost::json::value parse_object(std::string_view body) {
  boost::json::value parsed = parse_mendable_json(body);
  if (!parsed.is_object()) fail_shape("the JSON text is not an object");
  return parsed;
}

/// No list is shorter than nothing, or longer than a double can count: others add to what is told.
std::int64_t total_of(std::int64_t told) { return std::clamp<std::int64_t>(told, 0, std::int64_t{1} << 53); }

// Members of an envelope, which are JSON text: those of another type than asked for are absent.

/// The characters of a text that stands as it is; nothing for any other member.
std::optional<std::string_view> plain_member(std::string_view member) {
  if (member.empty() || member.front() != '"') return std::nullopt;
  std::string_view const inside = member.substr(1, member.size() - 2);
  auto const is_plain = [](char c) { return c != '\\' && static_cast<unsigned char>(c) < 0x80; };
  return std::all_of(inside.begin(), inside.end(), is_plain) ? std::optional(inside) : std::nullopt;
}

std::optional<std::string> text_member(std::string_view member) {
  if (member.empty() || member.front() != '"') return std::nullopt;
  if (auto const plain = plain_member(member)) return std::string(*plain);
  return decode_string(mended(member));
}

std::optional<std::chrono::sys_time<std::chrono::microseconds>> time_member(std::string_view member) {
  std::optional<std::string> const text = text_member(member);
  return text ? parse_timestamp(*text) : std::nullopt;
}

metrics metrics_member(std::string_view member) {
  if (member.empty() || member.front() != '{') return {};
  unsigned char space[4096];
  boost::json::monotonic_resource memory(space);
  boost::json::value const parsed = parse_mendable_json(member, &memory);
  return metrics_of(parsed.get_object());
}

std::int64_t integer_member(std::string_view member, std::int64_t otherwise) {
  if (member.empty()) return otherwise;
  boost::json::object single;
  single["member"] = parse_mendable_json(member);
  return integer_field(single, "member").value_or(otherwise);
}

session_state required_state(boost::json::object const& from) {
  std::optional<std::string> const text = text_field(from, "status");
  if (!text) fail_shape("the reply has no `status`");
  return session_state(*text);
}

session_summary summary_of(boost::json::object const& from) {
  session_summary summary;
  summary.id = text_or_empty(from, "id");
  summary.state = session_state(text_or_empty(from, "status"));
  summary.agent = text_field(from, "agent");
  summary.agent_view_url = text_field(from, "agent_view_url");
  summary.first_message = any_field(from, "first_message");
  summary.created_at = time_field(from, "created_at");
  summary.started_at = time_field(from, "started_at");
  summary.finished_at = time_field(from, "finished_at");
  summary.last_activity_at = time_field(from, "last_activity_at");
  summary.anonymized_at = time_field(from, "anonymized_at");
  return summary;
}

}  // namespace

session_state read_state(envelope const& slices) {
  if (auto const plain = plain_member(slices.status)) return session_state(*plain);
  std::optional<std::string> const text = text_member(slices.status);
  if (!text) fail_shape("the reply has no `status`");
  return session_state(*text);
}

void read_page(std::string_view body, std::string_view events_member, envelope& into) {
  try {
    read_envelope(body, events_member, into);
  } catch (bad_document const& refused) {
    if (refused.reason() != bad_document::fault::syntax) throw;
    read_mendable_envelope(body, events_member, into);
  }
}

boost::json::value read_answer(envelope const& slices) {
  return envelope::has(slices.answer) ? parse_mendable_json(slices.answer) : boost::json::value();
}

std::uint64_t read_first_index(envelope const& slices, std::uint64_t asked) {
  auto const told = integer_member(slices.first_index, -1);
  return told < 0 ? asked : static_cast<std::uint64_t>(told);
}

std::vector<event> read_events(envelope const& slices, std::uint64_t first_index) {
  std::vector<event> events;
  events.reserve(slices.events.size());
  bool const numbered = first_index != event::no_index;
  for (event_slices const& one : slices.events) {
    events.push_back(
        detail::event_access::make(numbered ? first_index + events.size() : event::no_index, one));
  }
  return events;
}

session_changes read_snapshot(envelope const& slices) {
  session_changes changes;
  changes.state = read_state(slices);
  changes.started_at = time_member(slices.started_at);
  changes.finished_at = time_member(slices.finished_at);
  changes.error = text_member(slices.error);
  changes.error_code = text_member(slices.error_code);
  changes.answer = read_answer(slices);
  changes.outcome = text_member(slices.outcome);
  changes.metrics = metrics_member(slices.metrics);
  return changes;
}

session_changes read_changes(std::string_view body, std::uint64_t from_index) {
  envelope slices;
  read_page(body, "new_events", slices);
  session_changes changes = read_snapshot(slices);
  changes.new_events = read_events(slices, read_first_index(slices, from_index));
  return changes;
}

session_status read_status(std::string_view body) {
  boost::json::value const parsed = parse_object(body);
  required_state(parsed.get_object());
  return status_of(parsed.get_object());
}

session_resource read_session(std::string_view body) {
  boost::json::value const parsed = parse_object(body);
  boost::json::object const& from = parsed.get_object();
  session_resource session;
  session.id = text_or_empty(from, "id");
  session.request = any_field(from, "request");
  boost::json::object const* const status = object_field(from, "status");
  if (status == nullptr) fail_shape("the session has no `status`");
  session.state = required_state(*status);
  session.status = status_of(*status);
  session.agent_view_url = text_field(from, "agent_view_url");
  session.latest_answer = any_field(from, "latest_answer");
  session.created_at = time_field(from, "created_at");
  session.started_at = time_field(from, "started_at");
  session.finished_at = time_field(from, "finished_at");
  return session;
}

page<session_summary> read_session_page(std::string_view body) {
  boost::json::value const parsed = parse_object(body);
  boost::json::object const& from = parsed.get_object();
  page<session_summary> found;
  found.items = objects_field(from, "items", summary_of);
  found.total = total_of(integer_or_zero(from, "total"));
  found.page = integer_field(from, "page").value_or(1);
  return found;
}

page<event> read_event_page(std::string_view body, std::uint64_t first_index) {
  envelope slices;
  read_page(body, "items", slices);
  page<event> found;
  found.items = read_events(slices, first_index);
  found.total = total_of(integer_member(slices.total, 0));
  found.page = integer_member(slices.page, 1);
  return found;
}

quota_status read_quota(std::string_view body) {
  boost::json::value const parsed = parse_object(body);
  boost::json::object const& from = parsed.get_object();
  quota_status quota;
  quota.scope = text_or_empty(from, "scope");
  quota.limit = integer_or_zero(from, "limit");
  quota.active = integer_or_zero(from, "active");
  quota.available = integer_or_zero(from, "available");
  return quota;
}

std::string read_share_url(std::string_view body) {
  boost::json::value const parsed = parse_object(body);
  std::optional<std::string> link = text_field(parsed.get_object(), "share_url");
  if (!link || link->empty()) fail_shape("the reply has no `share_url`");
  return std::move(*link);
}

boost::json::value answer_value(boost::json::value answer) {
  if (!answer.is_string()) return answer;
  std::string why;
  std::optional<boost::json::value> parsed = parse_json(std::string_view(answer.get_string()), why);
  return parsed ? std::move(*parsed) : std::move(answer);
}

}  // namespace hai::model
