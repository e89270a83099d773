// The library, through its public API, as a user writes it: one coroutine for each session.

#include <hai/agents.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <string>
#include <thread>

#include "measure/client_main.hpp"
#include "measure/plan.hpp"
#include "measure/tally.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;

hai::client_options options_of(plan const& what) {
  hai::pool_options pool;
  pool.max_connections(static_cast<std::size_t>(std::max(what.streams, 256L)));
  if (what.what == plan::work::connect) {
    pool.short_call_connections(static_cast<std::size_t>(what.connecting));
    pool.max_lifetime(std::chrono::milliseconds(1));  // each request has a connection of its own
  }
  return hai::client_options()
      .base_url("https://" + what.address + ":" + what.port)
      .api_key("hk-bench")
      .tls(hai::tls_options().ca_file(what.ca_file))
      .pool(pool);
}

/// What a resumed connection is, the library tells in its counters alone.
std::string counters(hai::client const& client) {
  hai::client_stats const stats = client.stats();
  return ",\"retries\":" + std::to_string(stats.retries);
}

asio::awaitable<void> follow(hai::client client, long number, plan const& what, tally& counted) {
  hai::session session = client.session(plan::session_id(number));
  while (auto event = co_await session.next_event()) {
    if (counted.on_event(event->raw(), event->type(), event->kind()) && what.what == plan::work::follow)
      counted.finish("hai", counters(client));
  }
}

asio::awaitable<void> connect(hai::client client, long requests, tally& counted) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (long i = 0; i < requests; ++i) {
    co_await client.quota();
    if (counted.on_connect(false)) counted.finish("hai", counters(client));
    timer.expires_after(std::chrono::milliseconds(2));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> watch_parked(hai::client client, tally& counted) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!counted.was_left_alone()) {
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(asio::use_awaitable);
  }
  counted.finish("hai", counters(client));
}

void report(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

void run(plan const& what, settings& given) {
  long const threads = given.number("threads", 1);
  given.end();
  asio::io_context io;
  hai::client client(io, options_of(what));
  tally counted(what);
  switch (what.what) {
    case plan::work::connect:
      for (long i = 0; i < what.connecting; ++i)
        asio::co_spawn(io, connect(client, what.connects / what.connecting, counted), report);
      break;
    case plan::work::park:
      asio::co_spawn(io, watch_parked(client, counted), report);
      [[fallthrough]];
    case plan::work::follow:
      for (long i = 0; i < what.streams; ++i) {
        if (threads > 1)
          asio::co_spawn(asio::make_strand(io), follow(client, i, what, counted), report);
        else
          asio::co_spawn(io, follow(client, i, what, counted), report);
      }
  }
  std::vector<std::jthread> others;
  for (long i = 1; i < threads; ++i) others.emplace_back([&io] { io.run(); });
  io.run();
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::client_main(argc, argv, &bench::run); }
