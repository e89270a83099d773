#include "http/establish.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>

#include <hai/error.hpp>

namespace hai::http {
namespace {

namespace asio = boost::asio;

/// What the two sides of the race bring: shared, so that either may be destroyed first.
struct race {
  std::shared_ptr<counters> figures;
  std::optional<counted> connecting;  ///< until it counts as open, so that others see it all the time
  net::connected made;
  std::exception_ptr failure;
  net::duration took{};
  bool deadline_passed = false;
};

asio::awaitable<void> connect(std::shared_ptr<shared_pool> pool, route_key where, net::connect_limits limits,
                              std::shared_ptr<race> result) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  try {
    auto const permit = co_await pool->connects->enter(room::long_poll);
    result->connecting.emplace(result->figures->connections_connecting);
    auto const under_way = pool->counted->connections_connecting.get();
    pool->idle.make_room(pool->most_open - std::min<std::size_t>(pool->most_open, under_way));
    auto const started = pool->machine->now();
    auto attempt = pool->connector->connect(where.where, where.through(), limits);
    result->made = co_await std::move(attempt);
    result->took = pool->machine->now() - started;
  } catch (...) {
    result->connecting.reset();
    result->failure = std::current_exception();
  }
}

asio::awaitable<void> pass(std::shared_ptr<net::system> machine, net::time_point deadline,
                           std::shared_ptr<race> result) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  auto const executor = co_await asio::this_coro::executor;
  auto const timer = machine->make_timer(executor);
  timer->expires_at(deadline);
  boost::system::error_code cut_off;
  co_await timer->wait(cut_off);
  result->deadline_passed = !cut_off;
}

error too_late(shared_pool const& pool, std::string const& allowed) {
  auto text = "timed out: no connection within " + allowed;
  if (auto const last = pool.last_connect_failure(); !last.empty())
    text += " (the last connect that failed: " + last + ")";
  return error(errc::timed_out, text);
}

void note_failure(shared_pool& pool, std::exception_ptr const& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (net::connect_failure const& known) {
    pool.note_failed_connect(pool.machine->now(), known.what_is_short(), known.what());
  } catch (error const& known) {
    if (known.code() != errc::closed)
      pool.note_failed_connect(pool.machine->now(), net::shortage::none, known.what());
  } catch (std::exception const&) {
  }
}

void tell_opened(shared_pool const& pool, route_key const& to, race const& result) {
  pool.watching.tell([&](observer& who) {
    std::string const host = net::authority(to.where);
    observed::connection_opened opened;
    opened.host = host;
    opened.through_proxy = !to.proxy_host.empty();
    if (to.where.tls)
      opened.handshake = result.made.tls_resumed ? observed::handshake::resumed : observed::handshake::full;
    opened.duration = result.took;
    who.on_connection_opened(opened);
  });
}

}  // namespace

asio::awaitable<void> establish(shared_pool& pool, lease::seat& seat, net::connect_limits limits,
                                net::time_point deadline, std::string allowed) {
  using namespace asio::experimental::awaitable_operators;
  auto const result = std::make_shared<race>();
  result->figures = pool.counted;
  auto attempt = connect(seat.owner, *seat.to, limits, result);
  auto limit = pass(pool.machine, deadline, result);
  auto either = std::move(attempt) || std::move(limit);
  co_await std::move(either);

  if (seat.released) throw boost::system::system_error(asio::error::operation_aborted);
  auto const state = co_await asio::this_coro::cancellation_state;
  bool const cancelled = state.cancelled() != asio::cancellation_type::none;
  if (result->made.stream) {
    seat.current = std::make_unique<connection>(std::move(result->made.stream), pool.machine->now(),
                                                pool.counted, seat.to->where, pool.watching);
    result->connecting.reset();
    if (seat.to->where.tls)
      (result->made.tls_resumed ? pool.counted->handshakes_resumed : pool.counted->handshakes_full).add();
    tell_opened(pool, *seat.to, *result);
    if (!cancelled) co_return;
    // Nothing may be sent any more; somebody else will need it.
    pool.idle.put(*seat.to, std::move(seat.current), pool.machine->now());
  }
  if (cancelled) throw boost::system::system_error(asio::error::operation_aborted);
  note_failure(pool, result->failure);
  if (result->deadline_passed) throw too_late(pool, allowed);
  std::rethrow_exception(result->failure);
}

}  // namespace hai::http
