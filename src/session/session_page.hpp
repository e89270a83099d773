#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "api/calls.hpp"

namespace hai::detail {

/// Asks for the session's own page, an agent_view_url; nothing where there is none, or it cannot be had soon:
/// it is a convenience, and keeps no end back for long. Only a cancellation is thrown.
boost::asio::awaitable<std::optional<std::string>> ask_for_page(api::caller who, std::string session_path);

}  // namespace hai::detail
