#include "api/client_core.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <hai/error.hpp>
#include <utility>

#include "api/bounded_options.hpp"
#include "http/base_url.hpp"
#include "observe/log_from_environment.hpp"

namespace hai::api {
namespace asio = boost::asio;

namespace {

/// A long-poll's reply may come this much later than the wait that was asked for.
constexpr std::chrono::seconds hold_margin{10};
/// No exchange lasts longer, however steadily its bytes come.
constexpr std::chrono::minutes longest_exchange{5};

[[noreturn]] void throw_closed(char const* why) { throw error(errc::closed, why); }

}  // namespace

std::shared_ptr<client_core> client_core::make(asio::any_io_executor executor, client_options const& options,
                                               std::shared_ptr<net::system> machine, std::size_t max_body) {
  auto core = std::make_shared<client_core>(options, std::move(machine), max_body);
  core->registration_ = detail::context_registration(asio::query(executor, asio::execution::context), core);
  auto connector = net::make_connector(core->machine_, options.tls());
  core->pool_ = http::pool::make(executor, core->machine_, std::move(connector), core->options_.pool(),
                                 core->counters_, core->watching_);
  core->executor_ = std::move(executor);
  core->tell_made();
  return core;
}

client_core::client_core(client_options const& options, std::shared_ptr<net::system> machine,
                         std::size_t max_body)
    : options_(bounded(options)),
      machine_(std::move(machine)),
      max_body_(max_body),
      counters_(std::make_shared<http::counters>()),
      watching_(options.observer() ? options.observer() : observer_from_environment()),
      routes_(""),
      activities_(std::make_shared<activities>()) {
  http::base_url const base = http::parse_base_url(options.base_url());
  origin_ = base.where;
  routes_ = api::routes(base.prefix);
  proxy_ = http::proxy_to(origin_, options.proxy(), options.no_proxy());
}

void client_core::tell_made() const {
  watching_.tell([&](observer& who) {
    observed::client_made made;
    made.stats = [counted = std::weak_ptr<http::counters>(counters_)] {
      std::optional<client_stats> now;
      if (auto const alive = counted.lock()) now = alive->snapshot();
      return now;
    };
    who.on_client_made(made);
  });
}

asio::any_io_executor client_core::executor() const {
  std::lock_guard lock(mutex_);
  if (!executor_) throw_closed("the client's execution context is gone");
  return executor_;
}

asio::any_io_executor client_core::executor_or_system() const noexcept {
  std::lock_guard lock(mutex_);
  return executor_ ? executor_ : asio::any_io_executor(asio::system_executor());
}

void client_core::require_open() const {
  if (closed_.load()) throw_closed("the client is closed");
}

asio::awaitable<http::lease> client_core::acquire(http::room which) const {
  require_open();
  return pool_->acquire(origin_, proxy_, which);
}

asio::awaitable<http::lease> client_core::acquire(net::origin where, http::room which) const {
  require_open();
  auto through = http::proxy_to(where, options_.proxy(), options_.no_proxy());
  return pool_->acquire(std::move(where), std::move(through), which);
}

http::exchange_limits client_core::call_limits(net::duration total) const {
  http::exchange_limits limits;
  auto const& timeouts = options_.timeouts();
  limits.connecting = net::connect_limits{timeouts.resolve(), timeouts.connect(), timeouts.handshake()};
  limits.total = total;
  limits.hold = total;
  limits.stall = timeouts.stall();
  limits.max_body = max_body_;
  return limits;
}

http::exchange_limits client_core::poll_limits(net::duration wait) const {
  http::exchange_limits limits = call_limits(longest_exchange);
  limits.hold = wait + hold_margin;
  limits.wait = wait;
  return limits;
}

asio::awaitable<void> client_core::close(std::shared_ptr<client_core> self) {
  self->closed_.store(true);
  self->listeners_.client_closed();
  self->activities_->stop_all();
  self->pool_->close();
  co_await self->activities_->quiet();
}

void client_core::drop() noexcept {
  activities_->drop();
  asio::any_io_executor dropped;
  std::lock_guard lock(mutex_);
  dropped.swap(executor_);
}

}  // namespace hai::api
