#include "model/envelope_reader.hpp"

#include <optional>
#include <string>

#include "model/bad_document.hpp"
#include "model/json_cursor.hpp"
#include "model/json_text.hpp"

namespace hai::model {
namespace {

/// A member's name; one that holds escapes is decoded into `storage`.
std::string_view member_name(json_cursor& cursor, std::string& storage) {
  std::string_view const token = cursor.string_token();
  std::string_view const inside = token.substr(1, token.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return inside;
  storage = decode_string(token).value_or(std::string());
  return storage;
}

/// Calls `read(name)` at each member's value; the cursor is past the object afterwards.
template <class ReadMember>
void for_each_member(json_cursor& cursor, ReadMember read) {
  std::string storage;
  cursor.expect('{');
  cursor.skip_space();
  if (cursor.accept('}')) return;
  for (;;) {
    std::string_view const name = member_name(cursor, storage);
    cursor.skip_space();
    cursor.expect(':');
    cursor.skip_space();
    read(name);
    cursor.skip_space();
    if (cursor.accept('}')) return;
    cursor.expect(',');
    cursor.skip_space();
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

void read_events(json_cursor& cursor, std::vector<event_slices>& events) {
  events.clear();
  if (cursor.peek() != '[') {
    cursor.value_token();
    return;
  }
  cursor.expect('[');
  cursor.skip_space();
  if (cursor.accept(']')) return;
  for (;;) {
    read_event(cursor, events.emplace_back());
    cursor.skip_space();
    if (cursor.accept(']')) return;
    cursor.expect(',');
    cursor.skip_space();
  }
}

std::string_view* known_member(envelope& slices, std::string_view name) {
  struct entry {
    std::string_view name;
    std::string_view envelope::*member;
  };
  static constexpr entry entries[] = {
      {"status", &envelope::status},
      {"started_at", &envelope::started_at},
      {"finished_at", &envelope::finished_at},
      {"error", &envelope::error},
      {"error_code", &envelope::error_code},
      {"answer", &envelope::answer},
      {"outcome", &envelope::outcome},
      {"metrics", &envelope::metrics},
      {"total", &envelope::total},
      {"page", &envelope::page},
  };
  for (entry const& candidate : entries) {
    if (candidate.name == name) return &(slices.*candidate.member);
  }
  return nullptr;
}

void reset(envelope& slices) {
  std::vector<event_slices> events = std::move(slices.events);
  events.clear();
  slices = envelope();
  slices.events = std::move(events);
}

void finish(json_cursor& cursor) {
  cursor.skip_space();
  if (!cursor.at_end()) cursor.fail();
}

}  // namespace

void read_envelope(std::string_view body, std::string_view events_member, envelope& into) {
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
    std::string_view const value = cursor.value_token();
    if (std::string_view* const member = known_member(into, name)) *member = value;
  });
  finish(cursor);
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
