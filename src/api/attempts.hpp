#pragma once

#include <boost/asio/awaitable.hpp>

#include "api/calls.hpp"
#include "api/redirects.hpp"
#include "http/message.hpp"

namespace hai::api {

/// Carries a plain call out: attempts within their time-out, pauses between them, redirects. Returns a 2xx
/// reply; throws hai::error for anything else.
boost::asio::awaitable<http::reply> carry_out(caller who, http::request request);

/// The same for a place that need not be the API's. The key, and headers that were set by anyone, go to the
/// API's own origin only; redirects are followed, up to five, by this rule and by is_followed().
boost::asio::awaitable<http::reply> carry_out_at(caller who, place to, http::request request);

}  // namespace hai::api
