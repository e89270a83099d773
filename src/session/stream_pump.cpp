#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <hai/detail/aborted.hpp>
#include <utility>

#include "api/request_watch.hpp"
#include "api/signing.hpp"
#include "session/session_end.hpp"
#include "session/session_page.hpp"
#include "session/stream_core.hpp"

// The pump of a stream: what runs on its strand, one step of the follower after the other. It is one
// coroutine with one more below it while an exchange is under way, since thousands of them wait at a time.

namespace hai::detail {
namespace {

using boost::system::error_code;

/// How long after it was due a reply may still be coming before somebody is told.
constexpr std::chrono::seconds slow_after{60};

}  // namespace

class stream_core::slow_reply_watch {
 public:
  slow_reply_watch(stream_core& core, net::duration due) : core_(core) {
    auto const now = core.who_.core->machine().now();
    core.timer().expires_at(now + due + slow_after);
    auto tell = [weak = core.weak_from_this(), now, number = ++core.watches_](error_code ended_early) {
      auto const alive = weak.lock();
      if (ended_early || !alive || alive->watches_ != number) return;
      if (alive->lease_.reply_has_begun()) alive->tell_of_slow_reply(now);
    };
    core.timer().async_wait(std::move(tell));
  }
  slow_reply_watch(slow_reply_watch const&) = delete;
  slow_reply_watch& operator=(slow_reply_watch const&) = delete;
  ~slow_reply_watch() {
    ++core_.watches_;  // the timer may have come already, and its handler be on its way
    if (core_.timer_) core_.timer_->cancel();  // it goes before the coroutine when the context does
  }

 private:
  stream_core& core_;
};

/// Who is told of the request under way: what somebody who observes costs, nobody else pays for.
class stream_core::observed_ask {
 public:
  explicit observed_ask(stream_core& core) : watch_(*core.who_.core, core.question_.request()) {
    if (core.question_.is_poll()) slow_.emplace(core, core.limits().hold);
  }

  void replied(http::reply const& got) { watch_.replied(got); }
  void failed(error const& why) { watch_.failed(why); }

 private:
  api::request_watch watch_;
  std::optional<slow_reply_watch> slow_;
};

void stream_core::tell_of_slow_reply(net::time_point asked_at) {
  if (closing_ || !record_) return;
  auto const span = who_.core->machine().now() - asked_at;
  outage_.failed(asked_at);
  error const why(errc::timed_out,
                  "GET /sessions/{id}/changes: the reply is still coming after " +
                      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(span).count()) + " s");
  record_->failing(why, span);
}

asio::awaitable<void> stream_core::pump() {
  auto const self = shared_from_this();
  auto const activity = who_.core->begin_activity();
  bool more = !closing_;
  if (more && record_) record_->start(follower_.cursor());
  while (more) {
    std::exception_ptr failure;
    act what = act::look_again;
    try {
      switch (what = next_act()) {
        case act::over:
          more = false;
          break;
        case act::look_again:
          break;
        case act::end:
          co_await find_page();
          more = !end_stream();
          // A message has withdrawn the end: what it wants is the strand's next task.
          if (more) co_await asio::post(*strand_, asio::use_awaitable);
          break;
        case act::rest:
          co_await rest_until(rest_until_);
          break;
        case act::wait_for_room:
          co_await rest_until_room_is_made();
          break;
        case act::take_place:
          co_await take_place();
          break;
        case act::ask: {
          auto watch = begin_asking();
          std::unique_ptr<http::reply> reply;
          try {
            auto asking = lease_.fetch(question_.request(), limits());
            reply = co_await std::move(asking);
          } catch (error const& why) {
            if (watch) watch->failed(why);
            throw;
          }
          if (answered(*reply, std::move(watch))) {
            auto turn = asio::post(*strand_, asio::deferred);
            co_await std::move(turn);
          }
          break;
        }
      }
    } catch (...) {
      failure = std::current_exception();
    }
    parked_ = resting_ = awaits_room_ = false;
    if (failure) failure = what_is_left_of(std::move(failure), what == act::ask);
    if (closing_) break;
    auto const state = co_await asio::this_coro::cancellation_state;
    bool const cut_short = state.cancelled() != asio::cancellation_type::none;
    // A parked poll was cut short, to look at once or for the turn of others: the cancellation has done its
    // work.
    if (cut_short) co_await asio::this_coro::reset_cancellation_state();
    if (failure && !survives(failure, cut_short)) more = false;
  }
  lease_.release();
  running_ = false;
  if (record_) record_->stop();
}

bool stream_core::answered(http::reply& reply, std::unique_ptr<observed_ask> watch) {
  parked_ = false;
  if (watch) watch->replied(reply);
  watch.reset();
  if (!closing_) take_reply(reply);  // else the stream has had its end: nothing may follow
  return consumer_comes_first();
}

bool stream_core::survives(std::exception_ptr const& failure, bool cut_short) {
  lease_.release();
  if (cut_short && is_aborted(failure)) return true;
  fail_stream(failure);
  return false;
}

bool stream_core::consumer_comes_first() {
  if (question_.is_poll()) return pace_.consumer_comes_first(who_.core->machine().now() - asked_at_);
  pace_.forget_woken();
  return false;
}

void stream_core::heed_news() {
  if (!std::exchange(look_wanted_, false)) return;
  if (auto const sent = std::exchange(message_sent_at_, std::nullopt))
    follower_.on_message_sent(*sent);
  else
    follower_.look_now();
}

stream_core::act stream_core::next_act() {
  if (question_.take_next()) return act::ask;
  if (in_hand_) {
    room_came_ = false;
    hand_page_on();
    return in_hand_ ? act::wait_for_room : act::look_again;
  }
  if (auto const until = std::exchange(crowded_out_until_, std::nullopt)) {
    rest_until_ = *until;
    return act::rest;
  }
  heed_news();
  asked_at_ = who_.core->machine().now();
  follow_step const step = follower_.next(asked_at_);
  switch (step.what) {
    case follow_step::kind::end:
      return act::end;
    case follow_step::kind::fail:
      fail_stream(std::make_exception_ptr(follower_.failure()));
      return act::over;
    case follow_step::kind::pause:
      rest_until_ = step.until;
      return act::rest;
    default:
      return act_for(step);
  }
}

stream_core::act stream_core::act_for(follow_step const& step) {
  if (must_wait_for_room(step)) {
    if (record_) record_->lagging(follower_.cursor());
    return act::wait_for_room;
  }
  if (!lease_ || must_give_way(step)) return act::take_place;  // and then, as time has passed, decide anew
  switch (step.what) {
    case follow_step::kind::status:
      question_.ask(stream_question::kind::status, api::routes::status(name_->path));
      break;
    case follow_step::kind::snapshot:
      question_.ask(stream_question::kind::snapshot, api::routes::snapshot(name_->path));
      break;
    default:
      prepare_poll(step);
      break;
  }
  return act::ask;
}

bool stream_core::must_give_way(follow_step const& step) const {
  return step.what == follow_step::kind::poll && polled_here_ && lease_.is_contended();
}

void stream_core::prepare_poll(follow_step const& step) {
  auto const wait = lease_.fair_wait(step.wait);
  if (wait != step.wait) follower_.shorten_wait(wait);
  question_.poll(name_->path, follower_.cursor(), wait, step.limit);
  polled_here_ = true;
  page_was_cut_ = false;
}

http::exchange_limits stream_core::limits() const {
  return question_.is_poll() ? who_.core->poll_limits(question_.held_for())
                             : who_.core->call_limits(who_.settings->timeout);
}

std::unique_ptr<stream_core::observed_ask> stream_core::begin_asking() {
  if (!question_.is_redirected()) {
    http::request& fresh = question_.request();
    fresh.attempt = attempt_;
    fresh.stream = record_ ? record_->number() : 0;
    api::sign(fresh, who_);
  }
  parked_ = question_.is_held();
  return record_ ? std::make_unique<observed_ask>(*this) : nullptr;
}

asio::awaitable<void> stream_core::take_place() {
  lease_.release();
  lease_ = co_await who_.core->acquire(http::room::long_poll);
  lease_.when_wanted([self = weak_from_this()] {
    if (auto const alive = self.lock()) alive->make_way();
  });
  polled_here_ = false;
}

bool stream_core::must_wait_for_room(follow_step const& step) {
  room_came_ = false;
  if (!shares_room_ || step.what != follow_step::kind::poll) return false;
  bool const waits = !buffer_->is_ready_for_more(page_was_cut_);
  if (record_ && !waits) record_->caught_up();
  return waits;
}

asio::awaitable<void> stream_core::rest_until_room_is_made() {
  lease_.release();  // a slow consumer holds up nobody but itself
  if (room_came_) co_return;
  awaits_room_ = true;
  timer().expires_at(net::time_point::max());
  error_code woken;
  co_await timer().wait(woken);
}

asio::awaitable<void> stream_core::rest_until(net::time_point when) {
  lease_.release();
  resting_ = true;
  timer().expires_at(when);
  error_code woken;
  co_await timer().wait(woken);
  resting_ = false;
}

asio::awaitable<void> stream_core::find_page() {
  {
    std::lock_guard lock(mutex_);
    if (!tells_page_ || page_) co_return;
  }
  if (!ended_badly(follower_.result().state)) co_return;
  lease_.release();
  api::caller asker = who_;
  if (record_) asker.follower = record_->number();
  std::optional<std::string> found = co_await ask_for_page(std::move(asker), name_->path);
  std::lock_guard lock(mutex_);
  if (found) page_ = std::move(found);
}

bool stream_core::end_stream() {
  run_result result = ending();
  std::optional<run_result> told;
  if (record_) told = result;
  if (!buffer_->end_with(std::move(result), epoch_)) return false;
  if (told) record_->ended(std::move(*told));
  return true;
}

void stream_core::fail_stream(std::exception_ptr failure) {
  error const why = to_error(failure);
  buffer_->fail(std::make_exception_ptr(why));
  if (record_) record_->failed(why);
}

}  // namespace hai::detail
