// Follows one simulated session over TLS: the installed headers and libraries work together in a user's
// program.
#include <chrono>
#include <exception>
#include <hai/agents.hpp>
#include <hai/sim/platform.hpp>
#include <iostream>

#include "follow.hpp"

int main() {
  using namespace std::chrono_literals;
  boost::asio::io_context io;
  hai::sim::platform platform;
  hai::sim::script script;
  script.event(0ms, "AgentStartedEvent").answer(0ms, R"("forty-two")").ends("completed");
  const std::string id = platform.add_session(script);

  hai::client_options options;
  options.base_url(platform.url()).api_key(platform.api_key());
  options.tls(hai::tls_options().ca_file(platform.ca_file()));
  hai::client client(io, options);

  followed seen;
  std::exception_ptr failure;
  boost::asio::co_spawn(io, follow(client, id), [&](std::exception_ptr thrown, followed result) {
    failure = thrown;
    seen = std::move(result);
  });
  io.run();

  if (failure) {
    std::cerr << hai::to_error(failure).what() << '\n';
    return 1;
  }
  std::cout << seen.events << " events, answer " << seen.answer << '\n';
  return seen.events == 2 && seen.answer == R"("forty-two")" ? 0 : 1;
}
