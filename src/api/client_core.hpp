#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <hai/client_options.hpp>
#include <hai/detail/context_service.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/activities.hpp"
#include "api/routes.hpp"
#include "api/session_listeners.hpp"
#include "http/counters.hpp"
#include "http/pool.hpp"
#include "http/witness.hpp"
#include "net/connector.hpp"
#include "net/origin.hpp"
#include "net/system.hpp"

namespace hai::api {

/// What all copies of a client share, with whatever key: the executor, the pool, the counters, and who
/// follows which session. Thread-safe; may outlive its execution context, and answers errc::closed then.
class client_core final : public detail::context_bound {
 public:
  /// Throws hai::error errc::invalid_argument for options that cannot be used.
  static std::shared_ptr<client_core> make(boost::asio::any_io_executor executor,
                                           client_options const& options,
                                           std::shared_ptr<net::system> machine = net::make_real_system(),
                                           std::size_t max_body = http::exchange_limits::usual_max_body);

  client_core(client_options const& options, std::shared_ptr<net::system> machine, std::size_t max_body);

  /// Throws errc::closed after the end of the context.
  boost::asio::any_io_executor executor() const;
  /// For an operation that will fail with errc::closed anyway.
  boost::asio::any_io_executor executor_or_system() const noexcept;
  /// Throws errc::closed after close().
  void require_open() const;

  client_options const& options() const noexcept { return options_; }
  net::system& machine() const noexcept { return *machine_; }
  std::shared_ptr<net::system> const& shared_machine() const noexcept { return machine_; }
  http::counters& counters() const noexcept { return *counters_; }
  http::witness const& watching() const noexcept { return watching_; }
  net::origin const& origin() const noexcept { return origin_; }
  std::optional<net::proxy> const& proxy() const noexcept { return proxy_; }
  api::routes const& routes() const noexcept { return routes_; }

  boost::asio::awaitable<http::lease> acquire(http::room which) const;
  /// Of another origin than the API's, where a redirect or an image leads.
  boost::asio::awaitable<http::lease> acquire(net::origin where, http::room which) const;
  /// Why the last connect that failed did so; empty: none failed.
  std::string last_connect_failure() const { return pool_->last_connect_failure(); }
  http::exchange_limits call_limits(net::duration total) const;
  /// Of a poll that asks the server to hold it for `wait`.
  http::exchange_limits poll_limits(net::duration wait) const;

  bool ever_replied() const noexcept { return ever_replied_.load(std::memory_order_relaxed); }
  void note_reply() noexcept { ever_replied_.store(true, std::memory_order_relaxed); }

  session_listeners& listeners() noexcept { return listeners_; }

  /// Held by every stream that polls: close() waits for the last.
  std::shared_ptr<void> begin_activity() { return activities_->begin(); }
  /// The same for a call, which close() stops.
  std::shared_ptr<void> begin_call(std::shared_ptr<net::stop_switch> const& stop) {
    return activities_->begin(stop);
  }
  /// Ends every stream and every call, closes the pool, and completes when no activity is left.
  static boost::asio::awaitable<void> close(std::shared_ptr<client_core> self);

  void drop() noexcept override;

 private:
  void tell_made() const;

  client_options options_;
  std::shared_ptr<net::system> machine_;
  std::size_t const max_body_;
  std::shared_ptr<http::counters> counters_;
  http::witness const watching_;
  net::origin origin_;
  std::optional<net::proxy> proxy_;
  api::routes routes_;
  std::shared_ptr<http::pool> pool_;
  std::shared_ptr<activities> activities_;
  session_listeners listeners_;
  std::atomic<bool> ever_replied_ = false;
  std::atomic<bool> closed_ = false;

  mutable std::mutex mutex_;
  boost::asio::any_io_executor executor_;
  detail::context_registration registration_;
};

}  // namespace hai::api
