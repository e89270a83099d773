#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <hai/detail/aborted.hpp>

#include "api/failure.hpp"
#include "api/redirects.hpp"
#include "api/request_watch.hpp"
#include "model/bad_document.hpp"
#include "model/event_access.hpp"
#include "model/replies.hpp"
#include "net/connect_failure.hpp"
#include "session/session_page.hpp"
#include "session/stream_core.hpp"

// The pump of a stream: what runs on its strand, one step of the follower after the other.

namespace hai::detail {
namespace {

[[noreturn]] void throw_aborted() { throw boost::system::system_error(asio::error::operation_aborted); }

metrics metrics_from(std::string const& text) {
  model::envelope only_metrics;
  only_metrics.status = "\"\"";
  only_metrics.metrics = text;
  return model::read_snapshot(only_metrics).metrics;
}

constexpr unsigned tries_to_read_session = 4;

/// This machine gives no further connection, but the client has some, or is about to: to wait for one's turn
/// is no failure.
struct crowded_out {};

/// Before a stream that was crowded out comes again.
net::duration a_moment(http::jitter& chance) {
  return chance.between(std::chrono::milliseconds(100), std::chrono::seconds(1));
}

/// How long after it was due a reply may still be coming before somebody is told.
constexpr std::chrono::seconds slow_after{60};

}  // namespace

class stream_core::slow_reply_watch {
 public:
  slow_reply_watch(stream_core& core, net::duration due) : core_(core) {
    auto const now = core.who_.core->machine().now();
    core.timer_->expires_at(now + due + slow_after);
    auto tell = [weak = core.weak_from_this(), now](boost::system::error_code ended_early) {
      auto const alive = weak.lock();
      if (!ended_early && alive && alive->lease_.reply_has_begun()) alive->tell_of_slow_reply(now);
    };
    core.timer_->async_wait(asio::bind_executor(*core.strand_, std::move(tell)));
  }
  slow_reply_watch(slow_reply_watch const&) = delete;
  slow_reply_watch& operator=(slow_reply_watch const&) = delete;
  ~slow_reply_watch() {
    if (core_.timer_) core_.timer_->cancel();  // it goes before the coroutine when the context does
  }

 private:
  stream_core& core_;
};

void stream_core::tell_of_slow_reply(net::time_point asked_at) {
  if (closing_ || !record_) return;
  auto const span = who_.core->machine().now() - asked_at;
  if (!failing_since_) failing_since_ = asked_at;
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
    try {
      more = co_await take_step();
    } catch (...) {
      failure = std::current_exception();
    }
    parked_ = resting_ = false;
    if (closing_) break;
    auto const state = co_await asio::this_coro::cancellation_state;
    bool const cut_short = state.cancelled() != asio::cancellation_type::none;
    // A parked poll was cut short, to look at once or for the turn of others: the cancellation has done its
    // work.
    if (cut_short) co_await asio::this_coro::reset_cancellation_state();
    if (!failure) continue;
    lease_.release();
    if (cut_short && is_aborted(failure)) continue;
    fail_stream(failure);
    more = false;
  }
  lease_.release();
  running_ = false;
  if (record_) record_->stop();
}

asio::awaitable<bool> stream_core::take_step() {
  net::time_point const now = who_.core->machine().now();
  if (std::exchange(look_wanted_, false)) {
    if (auto const sent = std::exchange(message_sent_at_, std::nullopt))
      follower_.on_message_sent(*sent);
    else
      follower_.look_now();
  }
  follow_step const step = follower_.next(now);
  switch (step.what) {
    case follow_step::kind::end:
      co_await find_page();
      if (end_stream()) co_return false;
      // A message has withdrawn the end: what it wants is the strand's next task.
      co_await asio::post(*strand_, asio::use_awaitable);
      co_return true;
    case follow_step::kind::fail:
      fail_stream(std::make_exception_ptr(follower_.failure()));
      co_return false;
    case follow_step::kind::pause:
      co_await rest_until(step.until);
      co_return true;
    default:
      break;
  }
  if (must_wait_for_room(step)) {
    if (record_) record_->lagging(follower_.cursor());
    co_await rest_until_room_is_made();
    co_return true;
  }
  std::optional<error> failed;
  bool is_crowded_out = false;
  try {
    if (!lease_ || must_give_way(step)) {
      co_await take_place();
      co_return true;  // time has passed: decide anew
    }
    switch (step.what) {
      case follow_step::kind::status:
        co_await ask_status();
        break;
      case follow_step::kind::snapshot:
        co_await ask_snapshot();
        break;
      default:
        co_await poll(step);
        break;
    }
  } catch (crowded_out const&) {
    is_crowded_out = true;
  } catch (error const& failure) {
    failed = failure;
  }
  parked_ = false;
  if (is_crowded_out)
    co_await rest_until(who_.core->machine().now() + a_moment(jitter_));
  else if (failed)
    note_failure(*failed);
  else
    note_success();
  co_return true;
}

bool stream_core::must_give_way(follow_step const& step) const {
  return step.what == follow_step::kind::poll && polled_here_ && lease_.is_contended();
}

asio::awaitable<void> stream_core::take_place() {
  lease_.release();
  lease_ = co_await who_.core->acquire(http::room::long_poll);
  lease_.when_wanted([self = weak_from_this()] {
    if (auto const alive = self.lock()) alive->make_way();
  });
  polled_here_ = false;
}

asio::awaitable<http::reply> stream_core::watched_exchange(http::request const& request,
                                                           http::exchange_limits limits) {
  api::request_watch watch(*who_.core, request);
  try {
    http::reply reply = co_await lease_.exchange(request, limits);
    watch.replied(reply);
    co_return reply;
  } catch (error const& failure) {
    watch.failed(failure);
    throw;
  }
}

asio::awaitable<http::reply> stream_core::exchange(http::request& request, http::exchange_limits limits) {
  api::sign(request, who_);
  request.attempt = attempt_;
  request.stream = record_ ? record_->number() : 0;
  asked_method_ = request.method;
  asked_route_ = request.route;
  try {
    for (int redirects = 0;; ++redirects) {
      http::reply reply = co_await watched_exchange(request, limits);
      if (closing_) throw_aborted();  // the stream has had its end: nothing may follow
      who_.core->note_reply();
      if (reply.status == 200 || reply.status == 204) co_return reply;
      if (!api::is_redirect(reply)) throw api::failure_of(request, reply);
      if (redirects == api::most_redirects) throw api::failure_of(request, reply, "more than 5 redirects");
      request.target = api::next_target(request, reply, who_.core->origin());
    }
  } catch (net::connect_failure const& failure) {
    auto const& counters = who_.core->counters();
    bool const others_have_some = counters.connections_open.get() + counters.connections_connecting.get() > 0;
    if (failure.what_is_short() == net::shortage::certain && others_have_some) throw crowded_out();
    throw;
  }
}

/// A request that the server answers at once; its failure names it.
asio::awaitable<http::reply> stream_core::ask(http::request& request) {
  try {
    co_return co_await exchange(request, who_.core->call_limits(who_.settings->timeout));
  } catch (error const& failure) {
    throw failure.status() == 0 ? api::failure_of(request, failure) : failure;
  }
}

asio::awaitable<void> stream_core::poll(follow_step step) {
  auto const wait = lease_.fair_wait(step.wait);
  if (wait != step.wait) follower_.shorten_wait(wait);
  http::request request = api::routes::poll(session_path_, follower_.cursor(), wait, step.limit);
  auto& counters = who_.core->counters();
  parked_ = wait > std::chrono::seconds(0);
  polled_here_ = true;
  page_was_cut_ = false;
  bool answered = false;
  try {
    auto const limits = who_.core->poll_limits(wait);
    std::optional<slow_reply_watch> watch;
    if (record_) watch.emplace(*this, limits.hold);
    http::reply reply = co_await exchange(request, limits);
    watch.reset();
    answered = true;
    parked_ = false;
    if (reply.status == 204) {
      counters.polls_204.add();
      follower_.on_empty(who_.core->machine().now());
    } else {
      counters.polls_200.add();
      co_await deliver(request, std::move(reply));
    }
  } catch (error const& failure) {
    if (!answered) counters.polls_failed.add();
    throw failure.status() == 0 ? api::failure_of(request, failure) : failure;
  }
}

asio::awaitable<void> stream_core::deliver(http::request const& request, http::reply reply) {
  model::envelope page;
  page_snapshot snapshot;
  boost::json::value answer;
  try {
    model::read_page(reply.body, "new_events", page);
    snapshot.state = model::read_state(page);
    if (!model::envelope::has(page.answer)) {
      last_answer_text_.clear();
      snapshot.answer = &answer;
    } else if (page.answer != last_answer_text_) {
      answer = model::read_answer(page);
      last_answer_text_ = page.answer;
      snapshot.answer = &answer;
    }
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request, reply, cause);
  }
  if (model::envelope::has(page.metrics) && page.metrics != last_metrics_text_)
    last_metrics_text_ = page.metrics;
  std::uint64_t index = model::read_first_index(page, follower_.cursor());
  if (!page.events.empty()) follower_.skip_to(index);
  if (record_) record_->saw(snapshot.state);
  auto const first = follower_.cursor();
  std::uint64_t const after = index + page.events.size();
  if (record_ && !shares_room_ && after > first) record_->received(after - first, after);
  for (auto const& slices : page.events) {
    if (index++ < follower_.cursor()) continue;  // had it before
    event each = event_access::make(follower_.cursor(), slices);
    turn_event const seen = read_turn_event(each, follower_.compares_texts());
    bool const fits = buffer_->push(each);
    page_was_cut_ = !fits && shares_room_;
    if (page_was_cut_) break;
    follower_.on_event(seen);
    who_.core->counters().events.add();
    if (!fits) co_await push_when_there_is_room(std::move(each));
  }
  auto const taken = follower_.cursor() - first;
  if (record_ && shares_room_ && taken > 0) record_->received(taken, follower_.cursor());
  if (page_was_cut_ && taken == 0) {  // as if it had not come
    last_answer_text_.clear();
    co_return;
  }
  follower_.on_page(who_.core->machine().now(), snapshot);
}

asio::awaitable<void> stream_core::push_when_there_is_room(event each) {
  if (record_) record_->lagging(each.index());
  for (;;) {
    room_came_ = false;
    if (buffer_->push(each)) break;
    co_await rest_until_room_is_made();
  }
  if (record_) record_->caught_up();
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
  timer_->expires_at(net::time_point::max());
  boost::system::error_code woken;
  co_await timer_->wait(woken);
  // Not the cancellation state: a look that was asked for as the page came in must not cost its events.
  if (closing_) throw_aborted();
}

asio::awaitable<void> stream_core::ask_status() {
  http::request request = api::routes::status(session_path_);
  http::reply const reply = co_await ask(request);
  session_status status;
  try {
    status = model::read_status(reply.body);
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request, reply, cause);
  }
  if (record_) record_->saw(status.state);
  follower_.on_status(who_.core->machine().now(), status);
}

asio::awaitable<void> stream_core::ask_snapshot() {
  http::request request = api::routes::snapshot(session_path_);
  http::reply const reply = co_await ask(request);
  std::optional<session_state> state;
  boost::json::value answer;
  try {
    if (reply.status == 200) {
      model::envelope page;
      model::read_page(reply.body, "new_events", page);
      state = model::read_state(page);
      answer = model::read_answer(page);
      if (model::envelope::has(page.metrics)) last_metrics_text_ = page.metrics;
    }
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request, reply, cause);
  }
  if (answer.is_null()) answer = co_await latest_answer();
  follower_.on_snapshot(who_.core->machine().now(), state, answer);
}

/// The last place where an answer can stand: a session without events has no other. Who may not look there
/// goes without it.
asio::awaitable<boost::json::value> stream_core::latest_answer() {
  http::request request = api::routes::get(session_path_);
  boost::json::value answer;
  try {
    http::reply const reply = co_await ask(request);
    answer = answer_of_session(request, reply);
  } catch (error const& failure) {
    if (is_transient(failure.code())) throw;
  }
  co_return answer;
}

/// A reply that cannot be read may have been garbled on its way; one that never can be must not hold the end
/// up.
boost::json::value stream_core::answer_of_session(http::request const& asked, http::reply const& got) {
  try {
    session_resource session = model::read_session(got.body);
    if (session.agent_view_url) {
      std::lock_guard lock(mutex_);
      page_ = std::move(session.agent_view_url);
    }
    return std::move(session.latest_answer);
  } catch (model::bad_document const& cause) {
    if (++unreadable_sessions_ % tries_to_read_session != 0) throw api::failure_of(asked, got, cause);
    return nullptr;
  }
}

asio::awaitable<void> stream_core::rest_until(net::time_point when) {
  lease_.release();
  resting_ = true;
  timer_->expires_at(when);
  boost::system::error_code woken;
  co_await timer_->wait(woken);
  resting_ = false;
}

void stream_core::note_failure(error const& failure) {
  auto const now = who_.core->machine().now();
  bool const in_reply = lease_ && lease_.reply_has_begun();
  lease_.release();
  auto const pause = backoff_.next(jitter_, failure.retry_after());
  follower_.on_failure(now, failure, pause, in_reply, who_.core->ever_replied());
  auto const since = follower_.failing_since();
  if (!since) return;
  failing_since_ = since;
  who_.core->counters().retries.add();
  if (record_) {
    record_->failing(failure, now - *since);
    tell_retry(failure, pause);
  }
  ++attempt_;
}

void stream_core::note_success() {
  if (!failing_since_) return;
  auto const outage = who_.core->machine().now() - *failing_since_;
  failing_since_.reset();
  backoff_.reset();
  attempt_ = 1;
  if (record_) record_->recovered(outage);
}

void stream_core::tell_retry(error const& failure, net::duration pause) const {
  who_.core->watching().tell([&](observer& who) {
    observed::retry again;
    again.method = asked_method_;
    again.route = asked_route_;
    again.attempt = attempt_;
    again.status = failure.status();
    again.failure = failure.code();
    if (failure.status() == 0) again.why = failure.what();
    again.delay = pause;
    again.stream = record_->number();
    who.on_retry(again);
  });
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
  std::optional<std::string> found = co_await ask_for_page(std::move(asker), session_path_);
  std::lock_guard lock(mutex_);
  if (found) page_ = std::move(found);
}

bool stream_core::end_stream() {
  run_result result = follower_.result();
  {
    std::lock_guard lock(mutex_);
    if (tells_page_) result.agent_view_url = page_;
  }
  result.id = session_id_;
  result.metrics = metrics_from(last_metrics_text_);
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
