#include "session/follower.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "model/goal.hpp"
#include "session/session_end.hpp"

namespace hai::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds first_pace{100};
constexpr milliseconds longest_pace{10'000};
constexpr seconds status_freshness{5};
constexpr seconds end_freshness{1};
constexpr unsigned free_empties = 3;  // an opening, a first look and a drain: an honest end needs no more

}  // namespace

follow_step follower::next(time_point now) {
  follow_step step;
  if (goal_ != goal::fail && pause_until_ && now < *pause_until_) {
    step.what = follow_step::kind::pause;
    step.until = *pause_until_;
    return step;
  }
  pause_until_.reset();
  asked_wait_ = seconds(0);
  asked_at_ = now;
  switch (goal_) {
    case goal::open:
    case goal::drain:
      return poll(now, seconds(0));
    case goal::follow:
      return poll(now, full_wait(now));
    case goal::look:
      return poll(now, std::min(look_waits[looks_], wait_));
    case goal::last_chance:
      return poll(now, std::min(seconds(1), wait_));
    case goal::ask_status:
      step.what = follow_step::kind::status;
      break;
    case goal::ask_snapshot:
      step.what = follow_step::kind::snapshot;
      break;
    case goal::end:
      step.what = follow_step::kind::end;
      return step;
    case goal::fail:
      step.what = follow_step::kind::fail;
      return step;
  }
  ++requests_;
  return step;
}

follow_step follower::poll(time_point now, seconds wait) {
  follow_step step;
  if (goal_ != goal::drain && pace_until_ && now < *pace_until_) {
    step.what = follow_step::kind::pause;
    step.until = *pace_until_;
    return step;
  }
  ++requests_;
  events_in_page_ = 0;
  new_turn_ = false;
  asked_wait_ = wanted_wait_ = wait;
  step.wait = wait;
  step.limit = limit_ ? limit_ : options_.page_limit;
  return step;
}

seconds follower::full_wait(time_point now) const {
  if (!is_held_back(now)) return wait_;
  return std::min(wait_, std::max(seconds(1), std::chrono::ceil<seconds>(message_->deadline - now)));
}

bool follower::ends(session_state const& state) const { return model::reaches(options_.until, state); }

void follower::on_event(turn_event const& seen) {
  std::uint64_t const index = cursor_++;
  ++events_in_page_;
  if (turn_.on_event(seen)) {
    // An idle agent is no end for a stream that goes on until a terminal state.
    if (seen.fact != turn_fact::idle || options_.until == until::settled) end_announced_ = true;
  } else if (seen.fact == turn_fact::message || seen.fact == turn_fact::running) {
    end_announced_ = false;
    new_turn_ = true;
    for (auto* barrier : {&message_, &earlier_message_})
      if (*barrier && (*barrier)->is_lifted_by(index, seen)) barrier->reset();
  }
}

void follower::on_page(time_point now, page_snapshot const& page) {
  on_reply();
  cuts_ = 0;
  if (limit_) limit_ = *limit_ * 2 > options_.first_limit ? std::nullopt : std::optional(*limit_ * 2);
  if (page.answer && turn_.on_snapshot(*page.answer)) end_announced_ = true;
  see_state(page.state);

  bool const draining = goal_ == goal::drain || goal_ == goal::last_chance;
  if (events_in_page_ > 0) {
    early_empties_ = waitless_empties_ = 0;
    pace_until_.reset();
    is_caught_up_ = false;
  } else {
    see_tail();
    pace_empty(now);
    if (draining && ends(page.state) && !is_held_back(now)) return finish(now);
  }
  bool const announced = std::exchange(end_announced_, false);
  if (ends(page.state) && !is_held_back(now)) {
    bool const confirmed = draining && status_ && status_->state == page.state;
    look_if_in_flight_ = events_in_page_ > 0 ? look_again::from_the_start : look_again::go_on;
    goal_ = confirmed ? goal::drain : goal::ask_status;
    return;
  }
  withdraw_end();
  state_seen_at_ = now;
  bool const stale_end = ends(page.state) && goal_ != goal::look && events_in_page_ > 0;
  if (announced || (!new_turn_ && (draining || stale_end)))
    start_looking();
  else if (goal_ == goal::look && !new_turn_)
    look_on();
  else
    goal_ = goal_ == goal::follow && events_in_page_ == 0 ? goal::ask_status : goal::follow;
}

void follower::on_empty(time_point now) {
  on_reply();
  see_tail();
  cuts_ = 0;
  pace_empty(now);
  switch (goal_) {
    case goal::last_chance:
      if (now - asked_at_ < duration(asked_wait_) && !waited_last_chance_) {
        waited_last_chance_ = true;  // a server that answers at once does not take the second away
        pace_until_ = asked_at_ + asked_wait_;
        return;
      }
      return finish(now);
    case goal::drain:
      return finish(now);
    case goal::look:
      look_if_in_flight_ = look_again::go_on;
      break;
    case goal::follow:
      // A turn of a crowded pool may be shorter than the wait that was wanted: not each one needs a look.
      if (asked_wait_ < std::min(wanted_wait_, status_freshness) && now - state_seen_at_ < status_freshness)
        return;
      break;
    default:
      break;
  }
  goal_ = goal::ask_status;
}

void follower::on_status(time_point now, session_status const& status) {
  on_reply();
  see_state(status.state);
  state_seen_at_ = now;
  look_again const looking = std::exchange(look_if_in_flight_, look_again::no);
  if (ends(status.state) && !is_held_back(now)) {
    status_ = status;
    goal_ = goal::drain;
    return;
  }
  withdraw_end();
  switch (looking) {
    case look_again::no:
      goal_ = goal::follow;
      break;
    case look_again::go_on:
      look_on();
      break;
    case look_again::from_the_start:
      start_looking();
      break;
  }
}

void follower::on_snapshot(time_point now, std::optional<session_state> const& state,
                           boost::json::value const& answer) {
  on_reply();
  turn_.on_snapshot(answer);
  if (goal_ != goal::ask_snapshot)  // a message withdrew the end meanwhile
    turn_.on_caught_up();
  else if (state && !ends(*state))
    goal_ = goal::ask_status;
  else
    end_if_still_true(now);
}

/// The snapshot may have taken its time, and the session may have gone on: then the end is looked for again.
void follower::end_if_still_true(time_point now) {
  bool const is_fresh = now - drained_at_ <= end_freshness;
  if (is_fresh) turn_.on_caught_up();
  goal_ = is_fresh ? goal::end : goal::ask_status;
}

void follower::see_tail() {
  turn_.on_caught_up();
  is_caught_up_ = true;
  for (auto* barrier : {&message_, &earlier_message_})
    if (*barrier) (*barrier)->is_past_over = true;
}

void follower::withdraw_end() {
  status_.reset();
  had_last_chance_ = had_snapshot_ = false;
}

void follower::start_looking() {
  looks_ = 0;
  goal_ = goal::look;
}

void follower::look_on() { goal_ = ++looks_ < look_waits.size() ? goal::look : goal::follow; }

void follower::finish(time_point now) {
  bool const succeeded = status_->state == session_state::completed || status_->state == session_state::idle;
  if (succeeded && !turn_.has_answer() && !turn_.saw_end() && !had_last_chance_) {
    had_last_chance_ = true;
    waited_last_chance_ = false;
    goal_ = goal::last_chance;
  } else if (!turn_.has_answer() && !had_snapshot_) {
    had_snapshot_ = true;
    drained_at_ = now;
    goal_ = goal::ask_snapshot;
  } else {
    goal_ = goal::end;
  }
}

void follower::pace_empty(time_point now) {
  if (wanted_wait_ == seconds(0)) {
    if (++waitless_empties_ <= free_empties) return;
  } else if (asked_wait_ == seconds(0)) {
    return;  // a crowded pool made the turn this short, and sees to the rate
  } else if (now - asked_at_ >= duration(asked_wait_) / 2) {
    early_empties_ = waitless_empties_ = 0;
    return;
  }
  auto const pace = std::min(longest_pace, first_pace * (1 << std::min(early_empties_, 7u)));
  ++early_empties_;
  pace_until_ = now + pace;
}

void follower::on_failure(time_point now, error const& failure, duration pause, bool in_reply,
                          bool ever_replied) {
  if (failure.status() == 422 && step_wait_down(failure)) return;
  if (!is_transient(failure.code())) {
    if (goal_ == goal::ask_snapshot) {  // the end is known; only a late answer is not
      end_if_still_true(now);
      return;
    }
    failure_ = failure;
    goal_ = goal::fail;
    return;
  }
  if (is_polling() && (failure.code() == errc::body_too_large || (in_reply && ++cuts_ % 2 == 0)))
    narrow_page();
  outage_.failed(now);
  duration const patience =
      ever_replied ? options_.give_up_after : std::min<duration>(options_.give_up_after, seconds(30));
  if (outage_.length(now) >= patience) {
    if (goal_ == goal::ask_snapshot) {
      goal_ = goal::end;
    } else {
      failure_ = gave_up(failure, patience);
      goal_ = goal::fail;
    }
    return;
  }
  pause_until_ = std::min(now + pause, outage_.after(patience));
  look_after_lost_poll();
}

/// Where held polls are cut time and again, a change without an event would never be seen: what follows asks.
void follower::look_after_lost_poll() {
  if (asked_wait_ == seconds(0)) return;
  if (goal_ == goal::follow) goal_ = goal::open;
  if (goal_ == goal::last_chance) {
    goal_ = goal::drain;
    pause_until_ = std::max(*pause_until_, asked_at_ + asked_wait_);  // lost or not, it has its second
  }
  if (goal_ == goal::look) {
    look_if_in_flight_ = look_again::go_on;
    goal_ = goal::ask_status;
  }
}

void follower::narrow_page() {
  limit_ = std::max<std::size_t>(1, limit_ ? *limit_ / 2 : options_.first_limit);
}

bool follower::is_polling() const { return goal_ != goal::ask_status && goal_ != goal::ask_snapshot; }

bool follower::step_wait_down(error const& failure) {
  if (asked_wait_ == seconds(0) || failure.body().find("wait_for_seconds") == std::string::npos) return false;
  wait_ = longest_wait_ = asked_wait_ / 2;
  return true;
}

void follower::look_now() {
  if (goal_ == goal::end || goal_ == goal::fail) return;
  withdraw_end();
  look_if_in_flight_ = look_again::no;
  pace_until_.reset();
  start_looking();
}

void follower::aim(hai::until ends_at, seconds wait) {
  options_.until = ends_at;
  wait_ = std::min(wait, longest_wait_);
}

void follower::resume() {
  goal_ = goal::open;
  if (message_) start_looking();
  withdraw_end();
  look_if_in_flight_ = look_again::no;
  end_announced_ = false;
  outage_.over();
  pause_until_.reset();
  pace_until_.reset();
  failure_.reset();
}

run_result follower::result() const {
  run_result result;
  if (status_) result = end_of(*status_);
  result.answer = turn_.answer();
  result.next_index = cursor_;
  return result;
}

}  // namespace hai::detail
