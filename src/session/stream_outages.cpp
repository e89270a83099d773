#include "api/failure.hpp"
#include "net/connect_failure.hpp"
#include "session/stream_core.hpp"

// What a stream makes of the failures of its requests.

namespace hai::detail {
namespace {

/// Before a stream that was crowded out comes again.
net::duration a_moment(http::jitter& chance) {
  return chance.between(std::chrono::milliseconds(100), std::chrono::seconds(1));
}

}  // namespace

std::exception_ptr stream_core::what_is_left_of(std::exception_ptr failure, bool of_request) {
  try {
    std::rethrow_exception(failure);
  } catch (net::connect_failure const& cause) {
    if (!is_crowded_out(cause)) take_failure(cause, of_request);
  } catch (error const& cause) {
    take_failure(cause, of_request);
  } catch (...) {
    return failure;
  }
  return nullptr;
}

/// This machine gives no further connection, but the client has some, or is about to: to wait for one's turn
/// is no failure.
bool stream_core::is_crowded_out(net::connect_failure const& cause) {
  auto const& counters = who_.core->counters();
  bool const others_have_some = counters.connections_open.get() + counters.connections_connecting.get() > 0;
  if (cause.what_is_short() != net::shortage::certain || !others_have_some) return false;
  crowded_out_until_ = who_.core->machine().now() + a_moment(jitter_);
  return true;
}

void stream_core::take_failure(error const& cause, bool of_request) {
  if (!of_request) return note_failure(cause);
  if (question_.is_poll() && !question_.is_answered()) who_.core->counters().polls_failed.add();
  if (question_.what() == stream_question::kind::session && !is_transient(cause.code())) {
    // Who may not look there goes without an answer.
    follower_.on_snapshot(who_.core->machine().now(), snapshot_state_.copy(), nullptr);
    return note_success();
  }
  note_failure(cause.status() == 0 ? api::failure_of(question_.request(), cause) : cause);
}

void stream_core::note_failure(error const& failure) {
  auto const now = who_.core->machine().now();
  bool const in_reply = lease_ && lease_.reply_has_begun();
  lease_.release();
  auto const pause = backoff_.next(jitter_, failure.retry_after());
  follower_.on_failure(now, failure, pause, in_reply, who_.core->ever_replied());
  if (!follower_.failing()) return;
  outage_ = follower_.failing();
  who_.core->counters().retries.add();
  if (record_) {
    record_->failing(failure, outage_.length(now));
    tell_retry(failure, pause);
  }
  ++attempt_;
}

void stream_core::note_success() {
  if (!outage_) return;
  auto const lasted = outage_.end(who_.core->machine().now());
  backoff_.reset();
  attempt_ = 1;
  if (record_) record_->recovered(lasted);
}

void stream_core::tell_retry(error const& failure, net::duration pause) const {
  who_.core->watching().tell([&](observer& who) {
    observed::retry again;
    again.method = question_.request().method;
    again.route = question_.request().route;
    again.attempt = attempt_;
    again.status = failure.status();
    again.failure = failure.code();
    if (failure.status() == 0) again.why = failure.what();
    again.delay = pause;
    again.stream = record_->number();
    who.on_retry(again);
  });
}

}  // namespace hai::detail
