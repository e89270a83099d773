#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <hai/detail/context_service.hpp>
#include <hai/detail/launch.hpp>
#include <hai/error.hpp>
#include <memory>
#include <optional>

#include "api/calls.hpp"
#include "http/backoff.hpp"
#include "monitor/sweep_record.hpp"
#include "session/outage.hpp"
#include "session/strand_holder.hpp"

namespace hai::detail {

/// Looks, rests and looks again, on a strand of its own, until there is nothing to look for or it is stopped.
/// What is transient only makes the rest longer. All public functions may be called from any thread.
class sweep : public context_bound, public std::enable_shared_from_this<sweep> {
 public:
  virtual ~sweep() = default;

  /// Looks at once, and goes on from there, also where it had come to an end.
  void start();
  /// For good.
  void stop();
  void drop() noexcept override;

 protected:
  sweep(api::caller who, observed::sweep_kind kind);
  /// To be called once the object is held by a shared_ptr.
  void bind();

  api::caller const& who() const noexcept { return who_; }
  http::jitter& chance() noexcept { return chance_; }
  net::time_point now() const { return who_.core->machine().now(); }

  /// To be called by a look that asked the server for nothing, because nobody reads: it is not told as one.
  void hold_back() noexcept { held_back_ = true; }
  template <class Work>
  void on_strand(Work work) {
    strand_.post(shared_from_this(), std::move(work));
  }

  /// One look; brings how long to rest, or nothing when there is no more to look for. Throws hai::error.
  virtual asio::awaitable<std::optional<net::duration>> look() = 0;
  /// It failed for good, and has come to an end.
  virtual void over(std::exception_ptr failure) = 0;
  /// It has come to an end, for whatever reason.
  virtual void at_end() {}

 private:
  void spawn();
  asio::awaitable<void> run();
  asio::awaitable<void> look_until_stopped();
  asio::awaitable<std::optional<net::duration>> look_once();
  asio::awaitable<void> rest(net::duration span);
  net::duration pause_after(error const& failure);

  api::caller const who_;

  strand_holder strand_;
  context_registration registration_;

  // On the strand only:
  http::jitter chance_;
  http::backoff backoff_;
  std::unique_ptr<net::timer> timer_;
  /// Its handler holds the strand, and must go with it.
  std::optional<asio::cancellation_signal> interrupt_{std::in_place};
  bool running_ = false;
  bool stopping_ = false;
  bool hurried_ = false;
  bool held_back_ = false;
  outage outage_;
  sweep_record record_;
};

}  // namespace hai::detail
