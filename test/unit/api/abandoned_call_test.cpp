// A call that is cancelled leaves its exchange to end by itself, which may take a step more.

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <hai/detail/aborted.hpp>
#include <hai/session.hpp>

#include "api/call_settings.hpp"
#include "api/client_core.hpp"
#include "session/client_access.hpp"
#include "unit/http/scripted_server.hpp"

namespace hai::api {
namespace {

namespace asio = boost::asio;
using http::testing::server_end;

class abandoned_call : public testing::Test {
 protected:
  abandoned_call() {
    machine->add_host("localhost", {"127.0.0.1"});
    machine->listen("127.0.0.1", 8080, [this](auto wire) {
      wires.push_back(wire);
      asio::co_spawn(io, serve(std::make_shared<server_end>(machine, wire)), asio::detached);
    });
    auto const options = client_options().base_url("http://localhost:8080").api_key("secret");
    auto core = client_core::make(io.get_executor(), options, machine);
    by.emplace(detail::client_access::make(std::move(core), settings_from(options)));
  }

  /// The first request gets its reply; the next one waits for ever.
  asio::awaitable<void> serve(std::shared_ptr<server_end> end) {
    co_await end->read_request();
    co_await end->write(http::testing::ok(R"({"status":"running"})"));
    co_await end->read_request();
    ++waiting;
    co_await end->read_request();
  }

  asio::io_context io;
  std::shared_ptr<simulation::virtual_system> machine = std::make_shared<simulation::virtual_system>(io);
  std::vector<std::shared_ptr<simulation::virtual_connection>> wires;
  std::optional<client> by;
  int waiting = 0;
};

// The exchange asks its request whether it may be repeated. AddressSanitizer sees who looks at one that is
// gone.
TEST_F(abandoned_call, owns_what_it_looks_at_when_its_connection_is_lost_in_the_same_step) {
  auto const handle = by->session("s1");
  handle.status([](std::exception_ptr failure, session_status) { EXPECT_FALSE(failure); });
  machine->run_until_idle();
  asio::cancellation_signal stop;
  std::exception_ptr failure;
  handle.status(asio::bind_cancellation_slot(
      stop.slot(), [&](std::exception_ptr why, session_status const&) { failure = why; }));
  machine->run_until([this] { return waiting == 1; });
  stop.emit(asio::cancellation_type::terminal);
  wires.front()->reset();
  machine->run_until_idle();
  ASSERT_TRUE(failure);
  EXPECT_TRUE(detail::is_aborted(failure));
}

}  // namespace
}  // namespace hai::api
