#pragma once

#include <string>
#include <string_view>

namespace hai::observe {

/// The beginning of a session's id, enough to find the session and too little to read it: a quarter of it,
/// eight characters at the most, then "..".
std::string short_id(std::string_view session_id);

/// A text that goes into a log, without what must not: the session's id, UUIDs, user names and passwords in
/// URLs, API keys, and what follows an authorization scheme. Each becomes "***".
std::string redacted(std::string_view text, std::string_view session_id = {});

}  // namespace hai::observe
