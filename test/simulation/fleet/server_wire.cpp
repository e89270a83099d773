#include "simulation/fleet/server_wire.hpp"

#include <array>
#include <boost/asio/this_coro.hpp>

namespace hai::simulation {
namespace asio = boost::asio;
using boost::system::error_code;

asio::awaitable<std::optional<received_request>> server_wire::receive(net::duration patience) {
  auto const executor = co_await asio::this_coro::executor;
  auto const timer = machine_->make_timer(executor);
  timer->expires_at(machine_->now() + patience);
  timer->async_wait([stream = stream_](error_code ended_early) {
    if (!ended_early) stream->close();
  });
  for (;;) {
    if (auto request = take_request(received_)) co_return request;
    std::array<char, 4096> bytes;
    error_code failure;
    auto const step = stream_->try_read(bytes, failure);
    if (failure || step.ended) co_return std::nullopt;
    received_.append(bytes.data(), step.bytes);
    if (step.wanted == net::readiness::none) continue;
    co_await stream_->wait(step.wanted, failure);
    if (failure) co_return std::nullopt;
  }
}

asio::awaitable<bool> server_wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    error_code failure;
    auto const step = stream_->try_write(bytes, failure);
    if (failure) co_return false;
    bytes.remove_prefix(step.bytes);
    if (step.wanted == net::readiness::none) continue;
    co_await stream_->wait(step.wanted, failure);
    if (failure) co_return false;
  }
  co_return true;
}

}  // namespace hai::simulation
