#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "http/shared_pool.hpp"

namespace hai::http {

/// Puts a new connection into `seat`, once a connect may start, and by `deadline` at the latest. Throws what
/// the connector throws, and errc::timed_out; `allowed` is the text for how long it was given.
boost::asio::awaitable<void> establish(shared_pool& pool, lease::seat& seat, net::connect_limits limits,
                                       net::time_point deadline, std::string allowed);

}  // namespace hai::http
