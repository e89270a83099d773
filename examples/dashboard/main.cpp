// hai-dashboard: the fleet in a browser. One io_context runs the server and the client.

#include <hai/agents.hpp>

#include <boost/asio/signal_set.hpp>
#include <iostream>
#include <memory>

#include "fleet.hpp"
#include "guard.hpp"
#include "routes.hpp"
#include "server.hpp"
#include "settings.hpp"
#include "silence.hpp"
#include "simulated_fleet.hpp"

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// Reads what all sessions do into the cards, for as long as the program runs.
asio::awaitable<void> watch(hai::client client, std::shared_ptr<dashboard::fleet> cards) {
  hai::monitor_options options;
  options.until(hai::until::terminal);
  hai::session_monitor monitor(client, options);
  monitor.discover(hai::in_flight(options.until()), std::chrono::seconds(5));
  hai::session_filter new_ones;  // also those that end before they are found in flight
  // A minute earlier by this machine's clock, which need not be the server's.
  new_ones.created_after(std::chrono::system_clock::now() - std::chrono::minutes(1));
  monitor.discover(new_ones, std::chrono::seconds(2));
  for (;;) {
    std::vector<hai::monitor_item> const batch = co_await monitor.next_batch();
    if (batch.empty()) co_return;
    for (auto const& each : batch) cards->take_in(each);
  }
}

hai::client_options client_options(dashboard::simulated_fleet const* simulated) {
  auto options = simulated ? simulated->client_options() : hai::client_options::from_environment();
  return options.pool(hai::pool_options().max_connections(4096));
}

int run(dashboard::settings const& asked) {
  std::unique_ptr<dashboard::simulated_fleet> simulated;
  if (asked.simulated > 0) simulated = std::make_unique<dashboard::simulated_fleet>(asked.simulated);

  asio::io_context io;
  auto const figures = std::make_shared<hai::prometheus_exporter>();
  auto const platform = std::make_shared<dashboard::silence>();
  std::vector<std::shared_ptr<hai::observer>> const both{figures, platform};
  auto options = client_options(simulated.get());
  options.observer(std::make_shared<hai::observer_group>(both));
  hai::client client(io, std::move(options));
  auto const cards = std::make_shared<dashboard::fleet>(io.get_executor());

  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address(asked.bind), asked.port));
  dashboard::guard const guard(acceptor.local_endpoint(), asked.public_name);
  std::cout << "http://" << acceptor.local_endpoint() << "/" << std::endl;
  auto const routes = std::make_shared<dashboard::routes>(client, cards, platform, guard,
                                                          [figures] { return figures->text(); });

  int exit_code = 0;
  auto const stop_on_failure = [&](std::exception_ptr failure) {
    if (!failure) return;
    std::cerr << "hai-dashboard: " << hai::to_error(failure).what() << '\n';
    exit_code = 1;
    io.stop();
  };
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
  asio::co_spawn(io, watch(client, cards), stop_on_failure);
  if (simulated) asio::co_spawn(io, simulated->keep_busy(), stop_on_failure);
  auto answer = [routes](dashboard::request each) { return routes->answer(std::move(each)); };
  asio::co_spawn(io, dashboard::serve(std::move(acceptor), answer), stop_on_failure);
  io.run();
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  auto const parsed = dashboard::parse_settings(argc, argv);
  if (auto const* code = std::get_if<int>(&parsed)) return *code;
  try {
    return run(std::get<dashboard::settings>(parsed));
  } catch (std::exception const& failure) {
    std::cerr << "hai-dashboard: " << failure.what() << '\n';
    return 1;
  }
}
