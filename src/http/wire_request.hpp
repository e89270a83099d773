#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"
#include "net/origin.hpp"

namespace hai::http {

/// The request as HTTP/1.1 text, head and body. Throws hai::error errc::invalid_argument for what cannot be
/// sent: a method, target or header with characters that HTTP does not allow there, or a header of framing.
/// The text of the error names a header, never its value.
std::string wire_text(request const& what, net::origin const& where);
/// Refuses what wire_text refuses.
void check_request(request const& what);
/// The text of a request that was checked, behind what `text` has; `authority` as the Host header names it.
void append_wire_text(std::string& text, request const& what, std::string_view authority);

/// These headers as wire_text writes them, for request::usual_lines. Refuses what wire_text refuses.
std::string header_lines(std::vector<std::pair<std::string, std::string>> const& headers);

/// Refuses, as wire_text does, a header that HTTP does not allow.
void check_header(std::string_view name, std::string_view value);

/// Refuses also what a user may not set: Authorization, Host and the headers of framing.
void check_user_header(std::string_view name, std::string_view value);

}  // namespace hai::http
