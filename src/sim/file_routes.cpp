// The files of a session's machine: POST /sessions/{id}/files/...

#include <boost/json.hpp>
#include <utility>

#include "json_text.hpp"
#include "route_handlers.hpp"
#include "user_messages.hpp"

namespace hai::sim {

namespace {

namespace json = boost::json;

constexpr std::size_t usual_entries = 500;

reply invalid(std::string_view field, std::string_view message, json::value const& input) {
  return validation_reply("value_error", "[\"body\"," + quoted(field) + "]", message, json::serialize(input));
}

/// What every request about files begins with: the session, the body, and the path in it.
struct file_call {
  session_entry* entry = nullptr;
  json::object body;
  std::string path;
  std::optional<reply> refusal;

  explicit file_call(call const& c, char const* usual_path = nullptr) : entry(c.session()) {
    boost::system::error_code ec;
    json::value const sent = json::parse(c.message.body.empty() ? "{}" : c.message.body, ec);
    if (!entry) {
      refusal = no_such_session();
    } else if (ec || !sent.is_object()) {
      refusal = validation_reply("json_invalid", R"(["body",0])", "JSON decode error", "{}");
    } else {
      body = sent.get_object();
      read_path(usual_path);
    }
  }

 private:
  void read_path(char const* usual_path) {
    auto const* sent = body.if_contains("path");
    if (!sent && !usual_path) {
      refusal = missing_field("path");
      return;
    }
    std::string const text = !sent ? usual_path : sent->is_string() ? std::string(sent->get_string()) : "";
    auto resolved = session_files::resolved(text);
    if (resolved)
      path = std::move(*resolved);
    else
      refusal = invalid("path", "The path should lie in ~/Downloads", sent ? *sent : json::value());
  }
};

/// Where the page before ended.
struct list_cursor {
  std::optional<session_files::date> modified;
  std::string name;

  bool is_past(session_files::entry const& e) const {
    return !modified || e.modified < *modified || (e.modified == *modified && e.name > name);
  }
};

std::optional<reply> read_page(json::object const& body, std::size_t& most, list_cursor& cursor) {
  if (auto const* entries = body.if_contains("max_entries"); entries && !entries->is_null()) {
    if (!entries->is_int64() || entries->get_int64() < 1)
      return invalid("max_entries", "Input should be greater than or equal to 1", *entries);
    most = static_cast<std::size_t>(entries->get_int64());
  }
  if (auto const* before = body.if_contains("modified_before"); before && !before->is_null()) {
    if (before->is_string()) cursor.modified = parse_iso8601(std::string(before->get_string()));
    if (!cursor.modified) return invalid("modified_before", "Input should be a valid datetime", *before);
  }
  if (auto const* after = body.if_contains("name_after"); after && after->is_string())
    cursor.name = std::string(after->get_string());
  return std::nullopt;
}

json::object entry_object(session_files::entry const& e) {
  return {{"name", e.name},
          {"path", e.path},
          {"size_bytes", e.size},
          {"modified_at", iso8601(e.modified)},
          {"is_dir", e.is_directory}};
}

}  // namespace

outcome list_files(call const& c) {
  file_call const asked(c, "~/Downloads");
  if (asked.refusal) return *asked.refusal;
  std::size_t most = usual_entries;
  list_cursor cursor;
  if (auto refusal = read_page(asked.body, most, cursor)) return *refusal;
  json::array files;
  bool truncated = false;
  for (auto const& e : asked.entry->model.files().list(asked.path)) {
    if (!cursor.is_past(e)) continue;
    truncated = files.size() == most;
    if (truncated) break;
    files.push_back(entry_object(e));
  }
  json::object const listing{{"path", asked.path}, {"files", std::move(files)}, {"truncated", truncated}};
  return json_reply(200, json::serialize(listing));
}

outcome read_file(call const& c) {
  file_call const asked(c);
  if (asked.refusal) return *asked.refusal;
  auto const* file = asked.entry->model.files().find(asked.path);
  if (!file) return detail_reply(404, "File not found");
  json::object const content{{"path", asked.path},
                             {"content_base64", base64(file->bytes)},
                             {"size_bytes", file->bytes.size()},
                             {"modified_at", iso8601(file->modified)}};
  return json_reply(200, json::serialize(content));
}

outcome write_file(call const& c) {
  file_call const asked(c);
  if (asked.refusal) return *asked.refusal;
  auto const* content = asked.body.if_contains("content_base64");
  if (!content) return missing_field("content_base64");
  auto bytes = content->is_string() ? from_base64(std::string(content->get_string())) : std::nullopt;
  if (!bytes) return invalid("content_base64", "Input should be base64", nullptr);
  auto const size = bytes->size();
  asked.entry->model.write_file(asked.path, std::move(*bytes), c.now);
  return json_reply(200, json::serialize(json::object{{"path", asked.path}, {"size_bytes", size}}));
}

outcome get_stored_file(call const& c) {
  if (c.message.header("authorization")) return detail_reply(400, "Only one authorization is allowed");
  auto const* entry = c.session();
  auto const* file =
      entry ? entry->model.files().find(session_files::downloads() + "/" + c.values[1]) : nullptr;
  if (!file) return detail_reply(404, "Not Found");
  reply r;
  r.body = file->bytes;
  r.content_type = guessed_media_type(c.values[1]);
  return r;
}

}  // namespace hai::sim
