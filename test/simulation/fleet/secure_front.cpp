#include "simulation/fleet/secure_front.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <string>
#include <string_view>

namespace hai::simulation {
namespace asio = boost::asio;
using boost::system::error_code;
using net::readiness;

void secure_front::open(net::duration delay) {
  delay_ = delay;
  world_.machine->add_host("proxy.test", {"10.0.0.7"}, delay);
  auto accept = [this](std::shared_ptr<virtual_connection> wire) {
    asio::co_spawn(*world_.io, serve(std::move(wire)), asio::detached);
  };
  world_.machine->listen("10.0.0.7", 3128, std::move(accept), delay);
}

asio::awaitable<void> secure_front::sleep() {
  auto const timer = world_.machine->make_timer(co_await asio::this_coro::executor);
  timer->expires_at(world_.machine->now() + delay_);
  error_code ignored;
  co_await timer->wait(ignored);
}

asio::awaitable<void> secure_front::serve(std::shared_ptr<virtual_connection> wire) {
  auto end = wire->take_server_end();
  if (!co_await open_tunnel(*end)) co_return;
  auto const peer = std::make_shared<net::testing::tls_peer>(server_, std::move(end));
  if (!co_await shake_hands(*peer)) co_return;
  auto const executor = co_await asio::this_coro::executor;
  auto const inner = std::make_shared<virtual_connection>(executor);
  stream_ptr const plain = inner->take_client_end();
  world_.api.accept(inner);
  asio::co_spawn(executor, relay_replies(peer, plain), asio::detached);
  co_await relay_requests(peer, plain);
}

asio::awaitable<bool> secure_front::open_tunnel(net::byte_stream& wire) {
  std::string head;
  error_code failure;
  while (head.find("\r\n\r\n") == std::string::npos) {
    std::array<char, 1000> bytes;
    auto const step = wire.try_read(bytes, failure);
    if (failure || step.ended) co_return false;
    head.append(bytes.data(), step.bytes);
    if (step.wanted == readiness::none) continue;
    co_await wire.wait(step.wanted, failure);
    if (failure) co_return false;
  }
  co_await sleep();
  wire.try_write(std::string_view("HTTP/1.1 200 Connection established\r\n\r\n"), failure);
  co_return head.starts_with("CONNECT api.test:443 ") && !failure;
}

asio::awaitable<bool> secure_front::shake_hands(net::testing::tls_peer& peer) {
  for (;;) {
    int const code = peer.try_accept();
    if (code == SSL_ERROR_NONE) co_return true;
    if (code != SSL_ERROR_WANT_READ) co_return false;
    error_code failure;
    co_await peer.lower().wait(readiness::readable, failure);
    if (failure) co_return false;
    co_await sleep();
  }
}

asio::awaitable<void> secure_front::relay_requests(peer_ptr peer, stream_ptr plain) {
  for (;;) {
    auto const text = peer->read_available();
    error_code failure;
    if (!text.empty()) plain->try_write(text, failure);
    bool const is_silent = !text.empty() || peer->lower().is_idle();
    if (failure || !is_silent || (SSL_get_shutdown(peer->native()) & SSL_RECEIVED_SHUTDOWN) != 0) break;
    co_await peer->lower().wait(readiness::readable, failure);
    if (failure) break;
  }
  plain->close();
  peer->cut();
}

asio::awaitable<void> secure_front::relay_replies(peer_ptr peer, stream_ptr plain) {
  for (;;) {
    std::array<char, 4096> bytes;
    error_code failure;
    auto const step = plain->try_read(bytes, failure);
    if (failure || step.ended) break;
    if (step.bytes != 0 && peer->write(std::string_view(bytes.data(), step.bytes)) != SSL_ERROR_NONE) break;
    if (step.wanted == readiness::none) continue;
    co_await plain->wait(step.wanted, failure);
    if (failure) break;
  }
  peer->shutdown();
  peer->cut();
}

}  // namespace hai::simulation
