#pragma once

#include <boost/asio/awaitable.hpp>

#include "api/calls.hpp"
#include "http/message.hpp"

namespace hai::api {

/// Carries a plain call out: attempts within their time-out, pauses between them. Returns a 2xx reply; throws
/// hai::error for anything else.
boost::asio::awaitable<http::reply> carry_out(caller who, http::request request);

}  // namespace hai::api
