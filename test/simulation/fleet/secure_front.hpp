#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "simulation/fleet/single_client.hpp"
#include "unit/net/tls_peer.hpp"

namespace hai::simulation {

/// A proxy at proxy.test:3128 whose tunnels lead to https://api.test, which is the scripted server behind
/// TLS.
class secure_front {
 public:
  /// Both must stay for as long as the world's io_context runs.
  secure_front(single_client& world, net::testing::tls_server const& server)
      : world_(world), server_(server) {}

  /// Each step on the way takes `delay`: the name, the connect, the proxy's answer, the handshake.
  void open(net::duration delay);

 private:
  using peer_ptr = std::shared_ptr<net::testing::tls_peer>;
  using stream_ptr = std::shared_ptr<net::byte_stream>;

  boost::asio::awaitable<void> serve(std::shared_ptr<virtual_connection> wire);
  boost::asio::awaitable<bool> open_tunnel(net::byte_stream& wire);
  boost::asio::awaitable<bool> shake_hands(net::testing::tls_peer& peer);
  boost::asio::awaitable<void> relay_requests(peer_ptr peer, stream_ptr plain);
  boost::asio::awaitable<void> relay_replies(peer_ptr peer, stream_ptr plain);
  boost::asio::awaitable<void> sleep();

  single_client& world_;
  net::testing::tls_server const& server_;
  net::duration delay_{};
};

}  // namespace hai::simulation
