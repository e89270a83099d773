#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <functional>
#include <hai/event.hpp>
#include <hai/run_result.hpp>
#include <hai/stream_options.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/calls.hpp"
#include "http/backoff.hpp"
#include "http/pool.hpp"
#include "session/boxed.hpp"
#include "session/event_buffer.hpp"
#include "session/follower.hpp"
#include "session/last_snapshot.hpp"
#include "session/outage.hpp"
#include "session/page_in_hand.hpp"
#include "session/reply_pace.hpp"
#include "session/session_name.hpp"
#include "session/strand_holder.hpp"
#include "session/stream_question.hpp"
#include "session/stream_record.hpp"

namespace hai::net {
class connect_failure;
}

namespace hai::detail {

/// One cursor on one session: its pump polls on a strand of its own, as its follower decides, and fills the
/// buffer. All public functions may be called from any thread.
class stream_core final : public api::session_listener,
                          public room_listener,
                          public context_bound,
                          public std::enable_shared_from_this<stream_core> {
 public:
  /// Throws hai::error: errc::invalid_argument for options out of range, errc::closed. With a `shared` room,
  /// the buffer takes from that too, and the stream holds no page that does not fit: it asks for half of its
  /// buffer at a time, and again for what could not be let in.
  static std::shared_ptr<stream_core> make(api::caller who, std::shared_ptr<session_name const> name,
                                           stream_options const& options,
                                           std::shared_ptr<shared_room> shared = nullptr);

  stream_core(api::caller who, std::shared_ptr<session_name const> name, stream_options const& options,
              std::shared_ptr<shared_room> shared);
  ~stream_core();

  std::shared_ptr<event_buffer> const& buffer() const noexcept { return buffer_; }

  /// Starts the pump if it does not run and the stream has neither ended nor failed.
  void ensure_running();
  /// Forgets an end or a failure that was handed out, and goes on from the cursor, to the next end by `goal`
  /// and with polls of `wait`.
  void go_on(until goal, std::chrono::seconds wait);
  /// Its end will have the session's page: the one known, or, where none is and the end is not a good one,
  /// one that is asked for. To be called again when the page becomes known.
  void tell_page(std::optional<std::string> const& known);
  /// Stops polling at once; every look gets errc::closed from now on.
  void close();

  void look_now() override;
  void message_going(std::uint64_t cursor, std::vector<std::string> const& texts) override;
  void message_sent(net::time_point when) override;
  void message_not_sent() override;
  void attend() override;
  void client_closed() override;
  void room_made() noexcept override;
  /// Others wait longer than a turn for this stream's place.
  void make_way();
  void drop() noexcept override;

 private:
  template <class Work>
  void on_strand(Work work);
  /// For the strand, but under the lock of another: attend() posts it, or the pump begins with it.
  void note(std::function<void(stream_core&)> work);
  void act_on_notes();
  void aim(until goal, std::chrono::seconds wait);
  void start();
  void stop();
  /// Cuts a held poll short, if nothing of its reply has come; the look that was asked for comes next.
  void cut_in();
  /// Ends a held poll, if nothing of its reply has come, so that others have a turn.
  void end_turn();

  /// What the pump does next: it alone suspends, and carries out what was decided without a wait.
  enum class act { end, over, look_again, rest, wait_for_room, take_place, ask };
  /// Until the poll under way is over: tells the observer when its reply comes endlessly slowly. It is no
  /// failure before five minutes have passed.
  class slow_reply_watch;
  class observed_ask;

  /// Made when it is first needed: many streams never rest.
  net::timer& timer();

  asio::awaitable<void> pump();
  asio::awaitable<void> take_place();
  asio::awaitable<void> rest_until(net::time_point when);
  asio::awaitable<void> rest_until_room_is_made();
  asio::awaitable<void> find_page();
  std::unique_ptr<observed_ask> begin_asking();
  /// Whether the consumer has its turn now.
  bool answered(http::reply& reply, std::unique_ptr<observed_ask> watch);
  void tell_of_slow_reply(net::time_point asked_at);

  act next_act();
  act act_for(follow_step const& step);
  void heed_news();
  bool must_give_way(follow_step const& step) const;
  bool must_wait_for_room(follow_step const& step);
  void prepare_poll(follow_step const& step);
  http::exchange_limits limits() const;
  bool end_stream();
  void fail_stream(std::exception_ptr failure);

  void take_reply(http::reply& reply);
  void take_empty();
  void take_page(http::reply& reply);
  void take_status(http::reply const& reply);
  void take_snapshot(http::reply const& reply);
  void take_session(http::reply const& reply);
  /// Hands on what has room, and tells the follower; false: what is left waits for room.
  bool hand_on(page_in_hand& page);
  void hand_page_on();
  void finish(page_in_hand const& page);
  /// Whether a consumer that was woken looks before the next poll is sent. Once for each reply: it notes how
  /// long that took.
  bool consumer_comes_first();
  run_result ending() const;

  /// Takes a failure for an outage that may pass, or for the need to wait for one's turn; returns what is
  /// neither.
  std::exception_ptr what_is_left_of(std::exception_ptr failure, bool of_request);
  /// What is left: a request that was cut short is asked again, anything else ends the stream. Either way the
  /// place goes.
  bool survives(std::exception_ptr const& failure, bool cut_short);
  bool is_crowded_out(net::connect_failure const& cause);
  void take_failure(error const& cause, bool of_request);
  void note_failure(error const& failure);
  void note_success();
  void tell_retry(error const& failure, net::duration pause) const;

  api::caller const who_;
  std::shared_ptr<session_name const> const name_;
  std::shared_ptr<event_buffer> const buffer_;
  bool const shares_room_;
  std::atomic<bool> started_ = false;
  std::atomic<bool> client_closed_ = false;

  std::atomic<std::int64_t> aim_;  ///< the goal and the wait

  mutable std::mutex mutex_;  // guards the three below
  std::vector<std::function<void(stream_core&)>> noted_;
  bool tells_page_ = false;
  boxed<std::string> page_;

  strand_holder strand_;
  context_registration registration_;

  // On the strand only:
  follower follower_;
  http::jitter jitter_;
  http::backoff backoff_;
  std::unique_ptr<net::timer> timer_;  ///< see timer()
  /// Its handler holds the strand, and must go with it.
  std::optional<asio::cancellation_signal> interrupt_{std::in_place};
  http::lease lease_;
  bool running_ = false;
  bool closing_ = false;
  bool parked_ = false;       ///< the server holds a poll
  bool resting_ = false;      ///< between polls
  bool polled_here_ = false;  ///< this place has served a poll: others come first
  bool look_wanted_ = false;
  bool awaits_room_ = false;  ///< in the buffer
  bool room_came_ = false;
  bool page_was_cut_ = false;  ///< what did not fit is asked for again once the buffer is empty
  std::uint64_t epoch_ = 0;    ///< of the last withdrawal that the follower knows of
  std::optional<net::time_point> message_sent_at_;
  outage outage_;
  unsigned unreadable_sessions_ = 0;
  /// Begun and ended: what a slow_reply_watch has set going counts for that one alone.
  unsigned watches_ = 0;
  std::unique_ptr<stream_record> record_;  ///< null: nobody observes
  int attempt_ = 1;
  stream_question question_;  ///< that is under way, or was last
  net::time_point asked_at_{};
  reply_pace pace_;
  net::time_point rest_until_{};
  std::optional<net::time_point> crowded_out_until_;
  std::unique_ptr<page_in_hand> in_hand_;  ///< for which the buffer has no room yet
  boxed<session_state> snapshot_state_;    ///< of a session whose snapshot had no answer
  last_snapshot last_told_;
};

}  // namespace hai::detail
