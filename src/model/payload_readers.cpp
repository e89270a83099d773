#include "model/payload_readers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "model/json_fields.hpp"
#include "model/value_readers.hpp"

namespace hai::model {
namespace {

boost::json::object const& fields_of(boost::json::value const& data) {
  static boost::json::object const none;
  return data.is_object() ? data.get_object() : none;
}

std::optional<tool_request> tool_request_field(boost::json::object const& from, std::string_view name) {
  boost::json::object const* const found = object_field(from, name);
  if (found == nullptr) return std::nullopt;
  return tool_request_of(*found);
}

using message_content = std::vector<std::variant<std::string, image_content>>;

void append_content(message_content& content, boost::json::value const& item) {
  if (item.is_string()) {
    content.emplace_back(std::string(item.get_string()));
  } else if (item.is_object()) {
    content.emplace_back(image_of(item.get_object()));
  }
}

/// A content that is one text instead of a list counts as a list of one.
message_content content_field(boost::json::object const& from) {
  message_content content;
  boost::json::value const* const found = find_field(from, "content");
  if (found == nullptr) return content;
  if (!found->is_array()) {
    append_content(content, *found);
    return content;
  }
  for (boost::json::value const& item : found->get_array()) append_content(content, item);
  return content;
}

}  // namespace

template <>
request_start_event payload_of(boost::json::value const&) {
  return {};
}

template <>
request_start_dispatched_event payload_of(boost::json::value const& data) {
  return {text_or_empty(fields_of(data), "status")};
}

template <>
delay_agent_start_event payload_of(boost::json::value const& data) {
  return {data};
}

template <>
agent_started_event payload_of(boost::json::value const&) {
  return {};
}

template <>
agent_run_status_change_event payload_of(boost::json::value const& data) {
  return {text_or_empty(fields_of(data), "status")};
}

template <>
active_state_change_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  active_state_change_event payload;
  payload.state = session_state(text_or_empty(from, "state"));
  payload.pending_tool_calls = objects_field(from, "pending_tool_calls", tool_request_of);
  return payload;
}

template <>
live_view_url_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  // Older servers call it `url`.
  std::optional<std::string> url = text_field(from, "live_view_url");
  return {url ? std::move(*url) : text_or_empty(from, "url")};
}

template <>
metrics_update_event payload_of(boost::json::value const& data) {
  metrics_update_event payload;
  if (boost::json::object const* const found = object_field(fields_of(data), "metrics")) {
    payload.metrics = metrics_of(*found);
  }
  return payload;
}

template <>
file_transfer_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  return {text_or_empty(from, "direction"), text_or_empty(from, "path"), integer_field(from, "size_bytes")};
}

template <>
agent_completion_event payload_of(boost::json::value const& data) {
  return {text_or_empty(fields_of(data), "reason")};
}

template <>
agent_error_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  agent_error_event payload;
  payload.error = text_or_empty(from, "error");
  payload.trace = text_or_empty(from, "trace");
  if (boost::json::object const* const info = object_field(from, "info")) payload.info = *info;
  return payload;
}

template <>
chat_message_event payload_of(boost::json::value const& data) {
  return {data};
}

template <>
attachment_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  attachment_event payload;
  payload.origin = text_or_empty(from, "origin");
  payload.name = text_or_empty(from, "name");
  payload.path = text_or_empty(from, "path");
  payload.media_type = text_field(from, "media_type");
  payload.size_bytes = integer_field(from, "size_bytes");
  payload.url = text_field(from, "url");
  return payload;
}

template <>
runner_session_event payload_of(boost::json::value const& data) {
  return {text_or_empty(fields_of(data), "runner_session_id")};
}

template <>
policy_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  policy_event payload;
  payload.reasoning_content = text_field(from, "reasoning_content");
  payload.content = text_field(from, "content");
  payload.tool_reqs = objects_field(from, "tool_reqs", tool_request_of);
  payload.validation_errors = texts_field(from, "validation_errors");
  return payload;
}

template <>
tool_result_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  tool_result_event payload;
  payload.tool_req = tool_request_field(from, "tool_req").value_or(tool_request());
  payload.result = any_field(from, "result");
  payload.truncated = flag_field(from, "truncated");
  payload.output_artifact_path = text_field(from, "output_artifact_path");
  return payload;
}

template <>
answer_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  return {any_field(from, "answer"), text_field(from, "outcome")};
}

template <>
error_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  return {text_or_empty(from, "error"), text_or_empty(from, "origin"), tool_request_field(from, "tool_req")};
}

template <>
message_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  return {text_or_empty(from, "caller_id"), content_field(from)};
}

template <>
observation_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  observation_event payload;
  payload.type = text_field(from, "type");
  payload.text = text_field(from, "text");
  if (boost::json::object const* const image = object_field(from, "image")) payload.image = image_of(*image);
  if (boost::json::object const* const metadata = object_field(from, "metadata"))
    payload.metadata = *metadata;
  return payload;
}

template <>
flow_event payload_of(boost::json::value const& data) {
  boost::json::object const& from = fields_of(data);
  return {text_or_empty(from, "flow"), text_or_empty(from, "origin")};
}

}  // namespace hai::model
