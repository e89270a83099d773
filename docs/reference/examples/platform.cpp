#include <hai/agents.hpp>
#include <hai/sim/platform.hpp>
#include <iostream>

#include "examples.hpp"

namespace examples {

using namespace std::chrono_literals;

hai::sim::script one_run() {
  //! [script]
  hai::sim::script script;
  script.starts("pending").state(50ms, "running").event(0ms, "AgentStartedEvent");
  script.answer(200ms, R"("42")").wait(20ms).ends("completed");
  //! [script]
  return script;
}

void test_against_a_platform() {
  //! [platform]
  hai::sim::platform platform;  // on a thread of its own
  hai::client_options options;
  options.base_url(platform.url()).api_key(platform.api_key());
  options.tls(hai::tls_options().ca_file(platform.ca_file()));
  asio::io_context io;
  hai::client client(io, options);
  //! [platform]

  //! [add_session]
  hai::sim::script script;
  script.event(5ms, "AgentStartedEvent").answer(5ms, R"("At nine.")").ends("idle");
  std::string const id = platform.add_session(script);
  //! [add_session]
  asio::co_spawn(io, client.session(id).wait_for_completion(),
                 [](std::exception_ptr failure, hai::run_result) {
                   if (failure) std::cerr << hai::to_error(failure).what() << '\n';
                 });
  io.run();

  //! [play]
  platform.play(id, hai::sim::script().answer(5ms, R"("At ten.")").ends("completed"));
  //! [play]

  //! [events]
  for (std::string const& event : platform.events(id)) std::cout << event << '\n';
  //! [events]

  //! [account]
  hai::sim::account const seen = platform.account();
  std::cout << seen.requests << " requests, " << seen.sessions.at(id).events_served << " events\n";
  //! [account]

  //! [remove_session]
  platform.remove_session(id);
  //! [remove_session]
}

void break_and_mend() {
  //! [manual_time]
  hai::sim::platform platform(hai::sim::platform_options().manual_time(true));
  platform.add_session(hai::sim::script().answer(1h, R"("Late.")").ends("completed"));
  platform.advance(1h);  // now it has answered
  //! [manual_time]

  //! [fail]
  platform.fail(hai::sim::fault::reply(503).route("GET /sessions/{id}/changes").times(3));
  platform.fail(hai::sim::fault::cut_body(100).probability(0.01).always());
  platform.heal();
  //! [fail]

  //! [restart]
  platform.drop_connections();
  platform.restart(50ms);
  platform.stop();  // for good, or until restart()
  //! [restart]
}

}  // namespace examples
