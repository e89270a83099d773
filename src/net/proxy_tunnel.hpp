#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "net/byte_stream.hpp"
#include "net/connector.hpp"

namespace hai::net {

/// The status line of a proxy's reply.
struct tunnel_reply {
  int status = 0;
  std::string reason;  ///< printable, shortened
};

/// Reads the head of a reply to CONNECT, up to and with its empty line. Throws hai::error
/// errc::connect_failed for anything that is not HTTP/1.
tunnel_reply parse_tunnel_reply(std::string_view head, std::string const& proxy_name);

/// Asks the proxy at the other end of `stream` for a tunnel to the origin (RFC 9110, section 9.3.6), and
/// gives the stream back once it is that tunnel. Throws hai::error errc::connect_failed; its text never holds
/// the credentials.
boost::asio::awaitable<std::unique_ptr<byte_stream>> open_tunnel(std::unique_ptr<byte_stream> stream,
                                                                 origin where, proxy through);

}  // namespace hai::net
