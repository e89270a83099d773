#include "model/envelope_reader.hpp"

#include <optional>
#include <string>

#include "model/bad_document.hpp"
#include "model/json_cursor.hpp"
#include "model/json_text.hpp"
#include "model/mended_text.hpp"

namespace hai::model {
namespace {

/// A member's name; one that holds escapes is decoded into `storage`.
inline std::string_view member_name(json_cursor& cursor, std::optional<std::string>& storage) {
  bool has_specials = false;
  std::string_view const token = cursor.string_token(has_specials);
  if (!has_specials) return token.substr(1, token.size() - 2);
  storage = decode_string(token);
  return *storage;  // it is sound, or the cursor had failed
}

/// Calls `read(name)` at each member's value; the cursor is past the object afterwards.
template <class ReadMember>
void for_each_member(json_cursor& cursor, ReadMember read) {
  std::optional<std::string> storage;
  cursor.expect('{');
  cursor.skip_space();
  if (cursor.accept('}')) return;
  for (;;) {
    std::string_view const name = member_name(cursor, storage);
    cursor.colon();
    read(name);
    if (!cursor.comma_or('}')) return;
  }
}

/// Leniency is for what is delivered: a payload that a later member of the same name replaces has to be
/// sound.
void require_sound(json_cursor& cursor, std::string_view replaced) {
  if (!replaced.empty() && !is_sound_json(replaced)) cursor.fail();
}

void read_event_members(json_cursor& cursor, event_slices& event) {
  for_each_member(cursor, [&](std::string_view name) {
    if (name == "data") {
      require_sound(cursor, event.data);
      event.data = cursor.payload_token(event.kind);
    } else if (name == "type") {
      event.type = cursor.value_token();
    } else if (name == "timestamp") {
      event.timestamp = cursor.value_token();
    } else {
      cursor.value_token();
    }
  });
}

void read_event(json_cursor& cursor, event_slices& event) {
  char const* const start = cursor.position();
  if (cursor.peek() == '{') {
    read_event_members(cursor, event);
  } else {
    cursor.value_token();
  }
  event.text = {start, static_cast<std::size_t>(cursor.position() - start)};
}

void read_events(json_cursor& cursor, event_list& events) {
  events.clear();
  if (cursor.peek() != '[') {
    cursor.value_token();
    return;
  }
  cursor.expect('[');
  cursor.skip_space();
  if (cursor.accept(']')) return;
  events.reserve(8);
  for (;;) {
    read_event(cursor, events.emplace_back());
    if (!cursor.comma_or(']')) return;
  }
}

std::string_view* known_member(envelope& slices, std::string_view name) {
  // By size first: a comparison with a text of known size costs next to nothing.
  switch (name.size()) {
    case 4:
      return name == "page" ? &slices.page : nullptr;
    case 5:
      return name == "error" ? &slices.error : name == "total" ? &slices.total : nullptr;
    case 6:
      return name == "status" ? &slices.status : name == "answer" ? &slices.answer : nullptr;
    case 7:
      return name == "outcome" ? &slices.outcome : name == "metrics" ? &slices.metrics : nullptr;
    case 10:
      return name == "started_at" ? &slices.started_at : name == "error_code" ? &slices.error_code : nullptr;
    case 11:
      return name == "finished_at"   ? &slices.finished_at
             : name == "first_index" ? &slices.first_index
                                     : nullptr;
    default:
      return nullptr;
  }
}

void reset(envelope& slices) {
  event_list events = std::move(slices.events);
  events.clear();
  slices = envelope();
  slices.events = std::move(events);
}

/// A value that is sound, or would be with its broken Unicode mended.
std::string_view mendable_token(json_cursor& cursor) {
  std::string_view ignored_kind;
  std::string_view const value = cursor.payload_token(ignored_kind);
  if (!is_sound_json(value) && !is_sound_json(mended(value))) cursor.fail();
  return value;
}

void finish(json_cursor& cursor) {
  cursor.skip_space();
  if (!cursor.at_end()) cursor.fail();
}

/// `read_value(cursor)` reads each member but the events.
template <class ReadValue>
void read_envelope_with(std::string_view body, std::string_view events_member, envelope& into,
                        ReadValue read_value) {
  reset(into);
  json_cursor cursor(body);
  cursor.skip_space();
  if (cursor.peek() != '{') {
    cursor.value_token();
    finish(cursor);
    throw bad_document(bad_document::fault::shape, "the JSON text is not an object");
  }
  std::string_view events_text;
  for_each_member(cursor, [&](std::string_view name) {
    if (name == events_member) {
      require_sound(cursor, events_text);
      char const* const start = cursor.position();
      read_events(cursor, into.events);
      events_text = {start, static_cast<std::size_t>(cursor.position() - start)};
      return;
    }
    std::string_view const value = read_value(cursor);
    if (std::string_view* const member = known_member(into, name)) *member = value;
  });
  finish(cursor);
}

}  // namespace

void read_envelope(std::string_view body, std::string_view events_member, envelope& into) {
  read_envelope_with(body, events_member, into, [](json_cursor& cursor) { return cursor.value_token(); });
}

void read_mendable_envelope(std::string_view body, std::string_view events_member, envelope& into) {
  read_envelope_with(body, events_member, into, mendable_token);
}

event_slices read_event_text(std::string_view text) {
  json_cursor cursor(text);
  cursor.skip_space();
  event_slices event;
  read_event(cursor, event);
  finish(cursor);
  return event;
}

}  // namespace hai::model
