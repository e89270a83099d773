#include "watch/json_report.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "model/single_line.hpp"
#include "watch/json_text.hpp"
#include "watch/utf8.hpp"

namespace hai::watch {
namespace {

namespace json = boost::json;

std::string quoted(std::string_view text) { return json::serialize(json::string(valid_utf8(text))); }

json::value text_or_null(std::optional<std::string> const& text) {
  return text ? json::value(valid_utf8(*text)) : json::value(nullptr);
}

std::string session_line(std::string_view session, char const* name, json::value const& content) {
  return "{\"session\":" + quoted(session) + ",\"" + name + "\":" + json_text(content) + "}\n";
}

}  // namespace

void append_json_event(std::string& out, std::string_view session, std::uint64_t index,
                       std::string_view raw_event) {
  out += "{\"session\":";
  out += quoted(session);
  out += ",\"index\":";
  out += std::to_string(index);
  out += ",\"event\":";
  model::append_single_line(out, raw_event);
  out += "}\n";
}

std::string json_end(std::string_view session, run_result const& result) {
  json::object end;
  end["status"] = valid_utf8(result.state.name());
  end["answer"] = result.answer;
  end["error"] = text_or_null(result.error);
  end["error_code"] = text_or_null(result.error_code);
  end["outcome"] = text_or_null(result.outcome);
  end["next_index"] = result.next_index;
  return session_line(session, "end", end);
}

std::string json_failure(std::string_view session, int status, std::string_view message) {
  json::object failure;
  failure["status"] = status == 0 ? json::value(nullptr) : json::value(status);
  failure["message"] = valid_utf8(message);
  return session_line(session, "failure", failure);
}

std::string json_report::events(std::size_t session, std::span<event const> batch) {
  std::string out;
  if (!with_events_) return out;
  for (event const& one : batch) append_json_event(out, ids_[session], one.index(), one.raw());
  return out;
}

std::string json_report::ended(std::size_t session, run_result const& result, event_time) {
  return json_end(ids_[session], result);
}

std::string json_report::not_followed(std::size_t session, int status, std::string const& message,
                                      event_time) {
  return json_failure(ids_[session], status, message);
}

}  // namespace hai::watch
