#pragma once

#include <atomic>
#include <mutex>

#include <hai/detail/context_service.hpp>

#include "http/held_polls.hpp"
#include "http/idle_connections.hpp"
#include "http/pool.hpp"
#include "http/sizing.hpp"
#include "http/turns.hpp"
#include "http/turnstile.hpp"
#include "http/watchdog.hpp"
#include "net/connect_failure.hpp"

namespace hai::http {

/// The pool: a turnstile for places, another one for connects, a shelf of idle connections.
class shared_pool final : public pool, public hai::detail::context_bound {
 public:
  shared_pool(std::shared_ptr<net::system> machine, std::shared_ptr<net::connector> connector,
              pool_options const& options, std::shared_ptr<counters> counted, witness watching);

  void bind_to(boost::asio::any_io_executor const& executor);

  boost::asio::awaitable<lease> acquire(net::origin where, std::optional<net::proxy> through,
                                        room which) override;
  std::string last_connect_failure() const override;
  void close() override;
  void drop() noexcept override;

  std::chrono::seconds fair_wait(std::chrono::seconds desired) const;

  void note_reply(net::time_point now) noexcept {
    last_reply_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  }
  void note_failed_connect(net::time_point now, net::shortage what, std::string why);

  std::shared_ptr<net::system> const machine;
  std::shared_ptr<net::connector> const connector;
  std::shared_ptr<counters> const counted;
  witness const watching;
  std::size_t const most_open;
  std::shared_ptr<turnstile> const places;
  std::shared_ptr<turnstile> const connects;
  idle_connections idle;
  held_polls held;

 private:
  shared_pool(std::shared_ptr<net::system> of, std::shared_ptr<net::connector> through,
              pool_options const& options, std::shared_ptr<counters> count, witness observing,
              seats::sizes sizes);
  std::shared_ptr<route_key const> shared(route_key key);
  void make_way();
  net::time_point start_of_next_poll(net::time_point now);
  void grow_again(net::time_point now);
  void resize(net::time_point now, std::unique_lock<std::mutex> decision);

  std::size_t const call_places_;
  std::atomic<net::duration::rep> last_reply_{net::time_point::min().time_since_epoch().count()};
  std::atomic<bool> is_reduced_{false};
  mutable std::mutex decisions_mutex_;
  turns turns_;
  sizing sizing_;
  std::string last_connect_failure_;
  std::shared_ptr<route_key const> last_key_;  ///< the one of nearly all leases
  hai::detail::context_registration registration_;
};

/// What a lease holds. Shared with the exchange under way, so that giving the lease back may cut that off.
struct lease::seat {
  seat(std::shared_ptr<shared_pool> of, turnstile::pass held, std::shared_ptr<route_key const> key)
      : owner(std::move(of)), place(std::move(held)), to(std::move(key)) {}
  ~seat() { release(); }
  void release() noexcept;

  std::shared_ptr<shared_pool> const owner;
  turnstile::pass place;
  std::shared_ptr<route_key const> const to;
  std::unique_ptr<connection> current;
  held_polls::ticket poll_entry{1};
  std::shared_ptr<watchdog> guard;
  bool busy = false;
  bool released = false;
  bool request_was_sent = false;
  bool reply_has_begun = false;
};

}  // namespace hai::http
