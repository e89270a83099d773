#include "api/failure.hpp"
#include "api/redirects.hpp"
#include "model/bad_document.hpp"
#include "model/replies.hpp"
#include "session/stream_core.hpp"

// What the replies to a stream's questions mean to its follower.

namespace hai::detail {
namespace {

metrics metrics_from(std::string const& text) {
  model::envelope only_metrics;
  only_metrics.status = "\"\"";
  only_metrics.metrics = text;
  return model::read_snapshot(only_metrics).metrics;
}

constexpr unsigned tries_to_read_session = 4;

}  // namespace

bool stream_core::follow_redirect(http::reply const& reply) {
  if (!api::is_redirect(reply)) return false;
  if (redirects_ == api::most_redirects) throw api::failure_of(request_, reply, "more than 5 redirects");
  request_.target = api::next_target(request_, reply, who_.core->origin());
  ++redirects_;
  question_goes_on_ = true;
  return true;
}

void stream_core::take_reply(http::reply& reply) {
  who_.core->note_reply();
  if (reply.status != 200 && reply.status != 204) {
    if (follow_redirect(reply)) return;
    throw api::failure_of(request_, reply);
  }
  is_answered_ = true;
  try {
    switch (question_) {
      case question::poll:
        reply.status == 204 ? take_empty() : take_page(reply);
        break;
      case question::status:
        take_status(reply);
        break;
      case question::snapshot:
        take_snapshot(reply);
        break;
      case question::session:
        take_session(reply);
        break;
    }
  } catch (model::bad_document const& cause) {
    throw api::failure_of(request_, reply, cause);
  }
  if (!question_goes_on_ && !in_hand_) note_success();
}

void stream_core::take_empty() {
  who_.core->counters().polls_204.add();
  follower_.on_empty(who_.core->machine().now());
}

void stream_core::take_page(http::reply& reply) {
  who_.core->counters().polls_200.add();
  page_in_hand page(std::move(reply.body));
  auto const& slices = page.slices();
  if (!model::envelope::has(slices.answer)) {
    last_answer_text_.clear();
    page.shows_answer = true;
  } else if (slices.answer != last_answer_text_) {
    page.answer = model::read_answer(slices);
    last_answer_text_ = slices.answer;
    page.shows_answer = true;
  }
  if (model::envelope::has(slices.metrics) && slices.metrics != last_metrics_text_)
    last_metrics_text_ = slices.metrics;
  std::uint64_t const index = page.begin_at(follower_.cursor());
  if (!slices.events.empty()) follower_.skip_to(index);
  if (record_) record_->saw(page.state());
  page.first_cursor = follower_.cursor();
  auto const after = page.first_cursor + page.events_left();
  if (record_ && !shares_room_ && page.events_left() > 0) record_->received(page.events_left(), after);
  if (hand_on(page))
    finish(page);
  else
    in_hand_ = std::make_unique<page_in_hand>(std::move(page));
}

bool stream_core::hand_on(page_in_hand& page) {
  static turn_event const nothing;
  while (page.events_left() > 0) {
    auto fresh = page.next_batch(follower_.compares_texts());
    auto const [taken, woke] = buffer_->push_some(fresh.events);
    has_woken_ = has_woken_ || woke;
    auto fact = fresh.facts.begin();
    for (std::size_t i = 0; i < taken; ++i) {
      bool const tells = fact != fresh.facts.end() && fact->first == i;
      follower_.on_event(tells ? (fact++)->second : nothing);
    }
    who_.core->counters().events.add(taken);
    page.pass(taken);
    if (taken == fresh.events.size()) continue;
    page_was_cut_ = shares_room_;
    return page_was_cut_;
  }
  return true;
}

void stream_core::finish(page_in_hand const& page) {
  auto const taken = follower_.cursor() - page.first_cursor;
  if (record_ && shares_room_ && taken > 0) record_->received(taken, follower_.cursor());
  if (page_was_cut_ && taken == 0) {  // as if it had not come
    last_answer_text_.clear();
    return;
  }
  page_snapshot snapshot;
  snapshot.state = page.state();
  if (page.shows_answer) snapshot.answer = &page.answer;
  follower_.on_page(who_.core->machine().now(), snapshot);
}

void stream_core::hand_page_on() {
  auto const cursor = follower_.cursor();
  bool const handed_on = hand_on(*in_hand_);
  if (record_ && follower_.cursor() > cursor) record_->caught_up();
  if (!handed_on) {
    if (record_) record_->lagging(follower_.cursor());
    return;
  }
  auto const page = std::move(in_hand_);
  finish(*page);
  note_success();
}

void stream_core::take_status(http::reply const& reply) {
  session_status const status = model::read_status(reply.body);
  if (record_) record_->saw(status.state);
  follower_.on_status(who_.core->machine().now(), status);
}

void stream_core::take_snapshot(http::reply const& reply) {
  std::optional<session_state> state;
  boost::json::value answer;
  if (reply.status == 200) {
    model::envelope page;
    model::read_page(reply.body, "new_events", page);
    state = model::read_state(page);
    answer = model::read_answer(page);
    if (model::envelope::has(page.metrics)) last_metrics_text_ = page.metrics;
  }
  if (!answer.is_null()) return follower_.on_snapshot(who_.core->machine().now(), state, answer);
  // The last place where an answer can stand: a session without events has no other.
  snapshot_state_ = std::move(state);
  prepare(question::session, api::routes::get(name_->path));
  question_goes_on_ = true;
}

/// A reply that cannot be read may have been garbled on its way; one that never can be must not hold the end
/// up.
void stream_core::take_session(http::reply const& reply) {
  boost::json::value answer;
  try {
    session_resource session = model::read_session(reply.body);
    if (session.agent_view_url) {
      std::lock_guard lock(mutex_);
      page_ = std::move(session.agent_view_url);
    }
    answer = std::move(session.latest_answer);
  } catch (model::bad_document const& cause) {
    if (++unreadable_sessions_ % tries_to_read_session != 0) throw;
  }
  follower_.on_snapshot(who_.core->machine().now(), snapshot_state_.copy(), answer);
}

run_result stream_core::ending() const {
  run_result result = follower_.result();
  {
    std::lock_guard lock(mutex_);
    if (tells_page_) result.agent_view_url = page_.copy();
  }
  result.id = name_->id;
  result.metrics = metrics_from(last_metrics_text_);
  return result;
}

}  // namespace hai::detail
