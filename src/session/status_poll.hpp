#pragma once

#include <atomic>
#include <boost/asio/cancellation_signal.hpp>
#include <hai/session_status.hpp>
#include <hai/until.hpp>
#include <memory>
#include <optional>
#include <string>

#include "api/calls.hpp"
#include "http/backoff.hpp"
#include "session/hand_over.hpp"
#include "session/outage.hpp"
#include "session/session_sight.hpp"
#include "session/status_schedule.hpp"
#include "session/strand_holder.hpp"

namespace hai::detail {

/// The statuses that nobody has taken yet.
class status_buffer final : public hand_over<session_status> {
 public:
  explicit status_buffer(asio::any_io_executor executor)
      : hand_over<session_status>(std::move(executor), buffer_bounds{1, 1}) {}

 private:
  std::size_t weight_of(session_status const&) const override { return 1; }
  void on_taken(session_status const&) override {}
  void on_end_announced() override {}
  void on_end_taken() override {}
};

/// Looks at one session's status on a strand of its own, and puts each one that differs into its buffer; it
/// rests while the last one was not taken. All public functions may be called from any thread.
class status_poll final : public api::session_listener,
                          public room_listener,
                          public context_bound,
                          public std::enable_shared_from_this<status_poll> {
 public:
  /// Throws hai::error: errc::invalid_argument for an interval that is not positive, errc::closed.
  static std::shared_ptr<status_poll> make(api::caller who, std::string session_id, std::string session_path,
                                           net::duration every, until goal);
  status_poll(api::caller who, std::string session_id, std::string session_path, net::duration every,
              until goal);
  ~status_poll();

  std::shared_ptr<status_buffer> const& buffer() const noexcept { return buffer_; }
  void ensure_running();
  void close();

  void look_now() override;
  void message_going(std::uint64_t, std::vector<std::string> const&) override {}
  void message_sent(net::time_point) override { message_sent_ = true; }
  void message_not_sent() override {}
  void attend() override;
  void client_closed() override;
  void room_made() noexcept override;
  void drop() noexcept override;

 private:
  void stop();
  asio::awaitable<void> run();
  asio::awaitable<void> poll_to_the_end();
  asio::awaitable<net::duration> look();
  asio::awaitable<void> push(session_status status);
  asio::awaitable<void> rest_until(net::time_point when);
  void tell_end(session_status const& last);
  net::duration pause_after(error const& failure);
  bool is_end(session_state const& state) const;

  api::caller const who_;
  std::string const session_id_;
  std::string const session_path_;
  until const goal_;
  std::shared_ptr<status_buffer> const buffer_;
  std::atomic<bool> started_ = false;
  std::atomic<bool> message_sent_ = false;
  strand_holder strand_;
  context_registration registration_;

  // On the strand only:
  http::jitter chance_;
  http::backoff backoff_;
  status_schedule schedule_;
  std::unique_ptr<net::timer> timer_;
  /// Its handler holds the strand, and must go with it.
  std::optional<asio::cancellation_signal> interrupt_{std::in_place};
  bool closing_ = false;
  bool room_came_ = false;
  bool look_wanted_ = false;
  bool ended_ = false;
  std::optional<session_status> last_;
  outage outage_;
  session_sight sight_;
};

}  // namespace hai::detail
