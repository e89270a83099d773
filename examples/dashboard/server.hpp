#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "http.hpp"

namespace dashboard {

/// Accepts browsers, a coroutine each, and answers them by `answer`. Ends by cancellation. At most
/// 256 at a time: the others wait in the backlog.
boost::asio::awaitable<void> serve(boost::asio::ip::tcp::acceptor acceptor, handler answer);

}  // namespace dashboard
