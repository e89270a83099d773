#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include <hai/client_options.hpp>

#include "api/call_settings.hpp"
#include "api/client_core.hpp"
#include "session/client_access.hpp"
#include "simulation/fleet/scripted_api.hpp"

namespace hai::simulation {

/// A scripted server and one client of it, on a machine of their own.
struct single_client {
  explicit single_client(server_traits server, pool_options pool = {}, std::uint64_t seed = 1)
      : single_client(server, client_options().base_url("http://localhost:8080").pool(pool), seed) {
    open_server();
  }

  /// `options` lead to what the test opens itself.
  single_client(server_traits server, client_options options, std::uint64_t seed = 1)
      : log(false),
        machine(std::make_shared<virtual_system>(*io, seed)),
        api(*io, machine, server, fault_traits(), chance(seed), log) {
    options.api_key("secret");
    auto made = api::client_core::make(io->get_executor(), options, machine);
    core = made;
    client.emplace(detail::client_access::make(std::move(made), api::settings_from(options)));
  }

  void open_server(net::duration delay = {}) {
    machine->add_host("localhost", {"127.0.0.1"}, delay);
    machine->listen(
        "127.0.0.1", 8080, [this](auto wire) { api.accept(std::move(wire)); }, delay);
  }

  journal log;
  std::unique_ptr<boost::asio::io_context> io = std::make_unique<boost::asio::io_context>();
  std::shared_ptr<virtual_system> machine;
  scripted_api api;
  std::weak_ptr<api::client_core> core;
  std::optional<hai::client> client;
};

}  // namespace hai::simulation
