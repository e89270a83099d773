#pragma once

#include <boost/json/object.hpp>
#include <hai/image_content.hpp>
#include <hai/metrics.hpp>
#include <hai/session_status.hpp>
#include <hai/tool_request.hpp>

namespace hai::model {

// Objects that occur in replies and in events alike, read leniently (see json_fields.hpp).

image_content image_of(boost::json::object const& from);
metrics metrics_of(boost::json::object const& from);
tool_request tool_request_of(boost::json::object const& from);
/// An absent `status` gives an unknown state.
session_status status_of(boost::json::object const& from);

}  // namespace hai::model
