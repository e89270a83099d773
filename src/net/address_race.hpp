#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <vector>

#include "net/system.hpp"

namespace hai::net {

/// The order in which to try addresses: the families by turns, beginning with the one that the resolver put
/// first; within a family as the resolver gave them (RFC 8305, section 4).
std::vector<boost::asio::ip::tcp::endpoint> interleaved(
    std::vector<boost::asio::ip::tcp::endpoint> const& addresses);

/// How long an attempt has the wire to itself before the next address is tried as well (RFC 8305, section 5).
inline constexpr duration attempt_delay = std::chrono::milliseconds(250);

/// Connects to whichever address answers first. The next one is tried when an attempt fails, or after
/// attempt_delay; the losers are closed. `name` is what error texts call the host. Throws connect_failure
/// when every address failed, hai::error errc::timed_out when `limit` passed; both name each address that was
/// tried. Cancellable.
boost::asio::awaitable<std::unique_ptr<byte_stream>> connect_to_any(
    std::shared_ptr<system> machine, std::vector<boost::asio::ip::tcp::endpoint> addresses, std::string name,
    duration limit);

}  // namespace hai::net
