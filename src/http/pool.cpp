#include "http/pool.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/this_coro.hpp>

#include "http/shared_pool.hpp"

namespace hai::http {
namespace asio = boost::asio;

std::shared_ptr<pool> pool::make(asio::any_io_executor executor, std::shared_ptr<net::system> machine,
                                 std::shared_ptr<net::connector> connector, pool_options options,
                                 std::shared_ptr<counters> counted, witness watching) {
  if (!counted) counted = std::make_shared<counters>();
  auto made = std::make_shared<shared_pool>(std::move(machine), std::move(connector), options,
                                            std::move(counted), std::move(watching));
  made->bind_to(executor);
  return made;
}

shared_pool::shared_pool(std::shared_ptr<net::system> of, std::shared_ptr<net::connector> through,
                         pool_options const& options, std::shared_ptr<counters> count, witness observing)
    : shared_pool(std::move(of), std::move(through), options, std::move(count), std::move(observing),
                  seats::sizes{std::max<std::size_t>(1, options.max_connections()),
                               std::max<std::size_t>(1, options.short_call_connections())}) {}

shared_pool::shared_pool(std::shared_ptr<net::system> of, std::shared_ptr<net::connector> through,
                         pool_options const& options, std::shared_ptr<counters> count, witness observing,
                         seats::sizes sizes)
    : machine(std::move(of)),
      connector(std::move(through)),
      counted(std::move(count)),
      watching(std::move(observing)),
      most_open(sizes.long_poll + sizes.short_call),
      places(std::make_shared<turnstile>(sizes, counted)),
      connects(std::make_shared<turnstile>(
          seats::sizes{std::max<std::size_t>(1, options.max_connecting()), 0}, counted)),
      idle(idle_connections::limits{options.idle_expiry(), options.max_lifetime()}, counted),
      call_places_(sizes.short_call),
      turns_(options.max_turn(), options.max_poll_rate()),
      sizing_(sizes.long_poll, sizes.short_call) {}

void shared_pool::bind_to(asio::any_io_executor const& executor) {
  auto& context = asio::query(executor, asio::execution::context);
  auto const self = std::static_pointer_cast<shared_pool>(shared_from_this());
  registration_ = hai::detail::context_registration(context, std::weak_ptr<hai::detail::context_bound>(self));
}

asio::awaitable<lease> shared_pool::acquire(net::origin where, std::optional<net::proxy> through,
                                            room which) {
  auto const self = std::static_pointer_cast<shared_pool>(shared_from_this());
  auto const came = machine->now();
  if (is_reduced_.load(std::memory_order_relaxed)) grow_again(came);
  std::function<void()> if_it_waits;
  if (which == room::long_poll) if_it_waits = [this] { make_way(); };
  auto place = co_await places->enter(which, std::move(if_it_waits));
  if (which == room::long_poll) {
    auto const now = machine->now();
    auto const start = start_of_next_poll(now);
    auto const turn_ms = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(start - came).count());
    counted->turns.add();
    counted->turns_waited_ms.add(turn_ms);
    counted->longest_turn_ms.raise_to(turn_ms);
    if (start > now) {
      auto const timer = machine->make_timer(co_await asio::this_coro::executor);
      timer->expires_at(start);
      boost::system::error_code cut_off;
      co_await timer->wait(cut_off);
      if (cut_off) throw boost::system::system_error(asio::error::operation_aborted);
    }
  }
  co_return lease(
      std::make_shared<lease::seat>(self, std::move(place), shared(route_key(std::move(where), through))));
}

std::shared_ptr<route_key const> shared_pool::shared(route_key key) {
  std::lock_guard lock(decisions_mutex_);
  if (!last_key_ || *last_key_ != key) last_key_ = std::make_shared<route_key const>(std::move(key));
  return last_key_;
}

/// Polls that began when there were places for all may be held for long: somebody who came since shall not
/// wait for their end.
void shared_pool::make_way() {
  auto const now = machine->now();
  std::size_t ended = 0;
  {
    std::lock_guard lock(decisions_mutex_);
    ended = turns_.polls_to_end(now, places->polls_waiting(), places->poll_places(), places->polling(),
                                held.ends());
  }
  if (ended > 0) held.end_early(ended, turns_.end_of_turn(now));
}

net::time_point shared_pool::start_of_next_poll(net::time_point now) {
  std::lock_guard lock(decisions_mutex_);
  return turns_.next_start(now, places->poll_places(), places->polling());
}

std::chrono::seconds shared_pool::fair_wait(std::chrono::seconds desired) const {
  return turns_.fair_wait(desired, places->poll_places(), places->polling());
}

void shared_pool::note_failed_connect(net::time_point now, net::shortage what, std::string why) {
  std::unique_lock lock(decisions_mutex_);
  last_connect_failure_ = std::move(why);
  auto const open = counted->connections_open.get();
  auto const under_way = counted->connections_connecting.get();
  net::time_point const last_reply{net::duration(last_reply_.load(std::memory_order_relaxed))};
  if (what == net::shortage::certain) sizing_.surely_full(now, open + under_way);
  if (what == net::shortage::possible) sizing_.maybe_full(now, open, last_reply);
  resize(now, std::move(lock));
}

std::string shared_pool::last_connect_failure() const {
  std::lock_guard lock(decisions_mutex_);
  return last_connect_failure_;
}

void shared_pool::grow_again(net::time_point now) { resize(now, std::unique_lock(decisions_mutex_)); }

/// Whoever gets a place by it is woken, and that may run what belongs to the user: no lock is held then. Of
/// two that come here at once the later decision may be carried out first; the next that acquires mends that.
void shared_pool::resize(net::time_point now, std::unique_lock<std::mutex> decision) {
  auto const poll_places = sizing_.places(now);
  is_reduced_.store(sizing_.is_reduced(), std::memory_order_relaxed);
  decision.unlock();
  if (poll_places != places->poll_places()) places->resize(seats::sizes{poll_places, call_places_});
}

void shared_pool::close() {
  places->close();
  connects->close();
  idle.close();
}

void shared_pool::drop() noexcept {
  places->drop();
  connects->drop();
  idle.close();
}

}  // namespace hai::http
