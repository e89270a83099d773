#include "api/failure.hpp"
#include "model/bad_document.hpp"
#include "model/replies.hpp"
#include "session/stream_core.hpp"

// What the replies to a stream's questions mean to its follower.

namespace hai::detail {
namespace {

constexpr unsigned tries_to_read_session = 4;

}  // namespace

void stream_core::take_reply(http::reply& reply) {
  who_.core->note_reply();
  if (reply.status != 200 && reply.status != 204) {
    if (question_.follow_redirect(reply, who_.core->origin())) return;
    throw api::failure_of(question_.request(), reply);
  }
  question_.answered();
  try {
    switch (question_.what()) {
      case stream_question::kind::poll:
        reply.status == 204 ? take_empty() : take_page(reply);
        break;
      case stream_question::kind::status:
        take_status(reply);
        break;
      case stream_question::kind::snapshot:
        take_snapshot(reply);
        break;
      case stream_question::kind::session:
        take_session(reply);
        break;
    }
  } catch (model::bad_document const& cause) {
    throw api::failure_of(question_.request(), reply, cause);
  }
  if (!question_.has_next() && !in_hand_) note_success();
}

void stream_core::take_empty() {
  who_.core->counters().polls_204.add();
  follower_.on_empty(who_.core->machine().now());
}

void stream_core::take_page(http::reply& reply) {
  who_.core->counters().polls_200.add();
  page_in_hand page(std::move(reply.body));
  auto const& slices = page.slices();
  page.shows_answer = last_told_.read_new_answer(slices, page.answer);
  last_told_.keep_metrics(slices);
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
    if (woke) pace_.note_woken();
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
    last_told_.forget_answer();
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
    last_told_.keep_metrics(page);
  }
  if (!answer.is_null()) return follower_.on_snapshot(who_.core->machine().now(), state, answer);
  // The last place where an answer can stand: a session without events has no other.
  snapshot_state_ = std::move(state);
  question_.lead_to(stream_question::kind::session, api::routes::get(name_->path));
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
  result.metrics = last_told_.read_metrics();
  return result;
}

}  // namespace hai::detail
