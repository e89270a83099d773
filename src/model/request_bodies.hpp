#pragma once

#include <cstddef>
#include <hai/feedback.hpp>
#include <hai/session_request.hpp>
#include <hai/tool_result.hpp>
#include <hai/user_message.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace hai::model {

// Bodies of requests, as JSON text. Each throws hai::error errc::invalid_argument, naming the field, for what
// the server is known to refuse.

std::string session_body(session_request const& what);
/// One message as it is, several as a batch; none is refused.
std::string messages_body(std::vector<user_message> const& messages);
/// One result as it is, several as a batch; none is refused.
std::string tool_results_body(std::vector<tool_result> const& results);
/// How many bytes one result takes in them.
std::size_t tool_result_size(tool_result const& result);
std::string feedback_body(feedback const& what);

/// One message; `at` is the dotted name that errors begin with.
boost::json::object message_object(user_message const& message, std::string const& at);

/// What the gateway takes.
inline constexpr std::size_t largest_body = 10'000'000;
/// Refuses a body that the gateway would.
void check_body_size(std::string_view body, std::string const& at);

}  // namespace hai::model
