#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "http.hpp"

namespace dashboard {

/// Answers the requests of one browser's connection, one after the other, until it goes, says nothing for 30
/// seconds or takes nothing for 20.
boost::asio::awaitable<void> talk(boost::asio::ip::tcp::socket socket, handler answer);

}  // namespace dashboard
