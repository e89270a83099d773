#pragma once

#include <boost/asio/awaitable.hpp>

#include <hai/client.hpp>
#include <hai/session_monitor.hpp>
#include <hai/until.hpp>

namespace hai::watch {

/// Has the monitor find every session in flight, and each one that is created from now on, however short it
/// lives. One request, for the server's idea of now.
boost::asio::awaitable<void> discover_all(client api, session_monitor& monitor, until goal);

}  // namespace hai::watch
