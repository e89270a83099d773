#include "model/value_readers.hpp"

#include "model/json_fields.hpp"

namespace hai::model {
namespace {

model_cost model_cost_of(boost::json::object const& from) {
  model_cost cost;
  cost.name = text_or_empty(from, "name");
  cost.input_tokens = integer_or_zero(from, "input_tokens");
  cost.output_tokens = integer_or_zero(from, "output_tokens");
  cost.reasoning_tokens = integer_or_zero(from, "reasoning_tokens");
  cost.input_cost = number_field(from, "input_cost");
  cost.output_cost = number_field(from, "output_cost");
  cost.reasoning_cost = number_field(from, "reasoning_cost");
  cost.total_cost = number_field(from, "total_cost");
  return cost;
}

model_usage model_usage_of(boost::json::object const& from) {
  model_usage usage;
  usage.name = text_or_empty(from, "name");
  usage.input_tokens = integer_or_zero(from, "input_tokens");
  usage.output_tokens = integer_or_zero(from, "output_tokens");
  usage.reasoning_tokens = integer_or_zero(from, "reasoning_tokens");
  return usage;
}

}  // namespace

image_content image_of(boost::json::object const& from) {
  image_content image;
  image.source = text_or_empty(from, "source");
  image.type = text_or_empty(from, "type");
  image.media_type = text_field(from, "media_type");
  return image;
}

metrics metrics_of(boost::json::object const& from) {
  metrics found;
  found.steps = integer_or_zero(from, "steps");
  found.cost_per_model = objects_field(from, "cost_per_model", model_cost_of);
  found.input_cost = number_field(from, "input_cost");
  found.output_cost = number_field(from, "output_cost");
  found.reasoning_cost = number_field(from, "reasoning_cost");
  found.total_cost = number_field(from, "total_cost");
  return found;
}

tool_request tool_request_of(boost::json::object const& from) {
  tool_request request;
  request.tool_name = text_or_empty(from, "tool_name");
  if (boost::json::object const* const args = object_field(from, "args")) request.args = *args;
  request.id = text_field(from, "id");
  return request;
}

session_status status_of(boost::json::object const& from) {
  session_status status;
  status.state = session_state(text_or_empty(from, "status"));
  status.error = text_field(from, "error");
  status.error_code = text_field(from, "error_code");
  status.outcome = text_field(from, "outcome");
  status.steps = integer_or_zero(from, "steps");
  status.usage_per_model = objects_field(from, "usage_per_model", model_usage_of);
  status.subagent_session_ids = texts_field(from, "subagent_session_ids");
  return status;
}

}  // namespace hai::model
