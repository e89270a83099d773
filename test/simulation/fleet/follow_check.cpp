#include "simulation/fleet/follow_check.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace hai::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// The snapshot, and the session itself, after the last drain: when they take longer, the end is confirmed.
constexpr std::chrono::seconds last_requests{1};

constexpr seconds message_patience{15};
/// Between the first and the last look after an end was announced: 0, 1, 1, 2 and 4 s.
constexpr seconds time_of_looks{8};
constexpr seconds longest_look{4};
constexpr seconds last_chance{1};

std::string shown(std::optional<std::string> const& text) { return text ? *text : "none"; }

}  // namespace

net::duration time_bounds::of_polls(std::size_t count) const {
  return (round_trip * 2 + turn) * static_cast<net::duration::rep>(count);
}

net::duration time_bounds::of_delivery(std::size_t events_behind) const {
  return pause + of_polls(3 + events_behind / page_cap);
}

net::duration time_bounds::of_end(bool is_announced, std::size_t events_behind) const {
  net::duration const seen = is_announced && turn == net::duration() ? longest_look : wait;
  return pause * 2 + seen + last_chance + of_polls(8 + events_behind / page_cap);
}

follow_check::follow_check(agent_session& truth, hai::until until, time_bounds bounds, journal& log,
                           std::string name)
    : truth_(truth), until_(until), bounds_(bounds), log_(log), name_(std::move(name)) {}

void follow_check::on_event(event const& got, net::duration now) {
  auto const& events = truth_.events();
  auto const expected = next_index_++;
  if (got.index() != expected)
    return wrong(now,
                 "event " + std::to_string(got.index()) + " where " + std::to_string(expected) + " was due");
  if (expected >= events.size()) return wrong(now, "event " + std::to_string(expected) + " does not exist");
  auto const& truth = events[expected];
  if (got.raw() != truth.text)
    return wrong(now, "event " + std::to_string(expected) + " reads " + std::string(got.raw()) + ", not " +
                          truth.text);
  auto const since = std::max({truth.at, ready_from_ + bounds_.arrival, bounds_.well_from});
  if (now > since + bounds_.of_delivery(events.size()))
    wrong(now, "event " + std::to_string(expected) + " of " + in_seconds(truth.at) + " came late");
}

void follow_check::on_cursor(std::uint64_t next_index, net::duration now) {
  if (next_index != next_index_)
    wrong(now, "next_index() is " + std::to_string(next_index) + ", not " + std::to_string(next_index_));
}

void follow_check::on_failure(std::string const& what, net::duration now) { wrong(now, "failed: " + what); }

void follow_check::on_left_over(net::duration now) {
  wrong(now, "no end, at event " + std::to_string(next_index_) + " of " +
                 std::to_string(truth_.events().size()) + ", session " + truth_.state());
}

bool follow_check::ends(settled_period const& period) const {
  return until_ == hai::until::settled || period.state != "idle";
}

settled_period const* follow_check::period_of(run_result const& result, net::duration now) const {
  auto const& all = truth_.periods();
  // An event that comes after the last drain, while the answer of an end is still asked for, is the next
  // read's. So is one that comes while the end lies there for a consumer that is away.
  auto const made = now == ready_from_ ? away_from_ : now;
  auto const came_meanwhile = [&](settled_period const& each) {
    return each.events > next_index_ &&
           truth_.events()[next_index_].at > made - last_requests - bounds_.round_trip;
  };
  auto const may_be = [&](settled_period const& each) {
    return ends(each) && each.begin <= now && each.state == result.state.name();
  };
  auto const found = std::find_if(all.rbegin(), all.rend(), [&](settled_period const& each) {
    return may_be(each) && each.events == next_index_;
  });
  if (found != all.rend()) return &*found;
  auto const other = std::find_if(all.begin(), all.end(), [&](settled_period const& each) {
    return may_be(each) && came_meanwhile(each);
  });
  return other == all.end() ? nullptr : &*other;
}

void follow_check::on_end(run_result const& result, net::duration now) {
  auto const* const period = period_of(result, now);
  if (!period)
    return wrong(now, "ended as " + std::string(result.state.name()) + " after " +
                          std::to_string(next_index_) + " events; it is " + truth_.state() + " with " +
                          std::to_string(truth_.events().size()));
  check_result(*period, result, now);
  check_time(*period, now);
  check_message(*period, now);
}

void follow_check::check_result(settled_period const& period, run_result const& result, net::duration now) {
  if (result.id != truth_.id()) wrong(now, "the result is that of " + result.id);
  if (result.next_index != next_index_)
    wrong(now, "the result goes on at " + std::to_string(result.next_index));
  // An answer that no snapshot shows is known only to a stream that saw its event. And after a message the
  // last turn's answer is not that of the next, which never came if the message was lost.
  bool const is_known = period.shows_answer || (period.answered_by && *period.answered_by >= began_index_);
  bool const was_spoken_to = truth_.message_going_at() && *truth_.message_going_at() > period.turn_began;
  // Nor is a stream held to a snapshot that it asked for when the session had gone on.
  bool const is_its_own = period.answered_by && *period.answered_by >= began_index_;
  bool const is_told = is_its_own || !period.end || *period.end > now;
  if (is_told && result.answer != period.answer && ((is_known && !was_spoken_to) || !result.answer.is_null()))
    wrong(now, "answered " + boost::json::serialize(result.answer) + ", not " +
                   boost::json::serialize(period.answer) + ", at the end of " + in_seconds(period.begin));
  if (result.error != period.error || result.error_code != period.error_code ||
      result.outcome != period.outcome)
    wrong(now, "error " + shown(result.error) + ", code " + shown(result.error_code) + ", outcome " +
                   shown(result.outcome));
}

void follow_check::check_time(settled_period const& period, net::duration now) {
  auto const announced = until_ == hai::until::terminal || !period.went_idle
                             ? period.announced
                             : std::max(period.went_idle, period.announced);
  bool const is_announced = announced && *announced > began_at_ && period.begin - *announced < time_of_looks;
  auto since = std::max({period.begin, ready_from_ + bounds_.arrival, bounds_.well_from});
  if (truth_.spoken_to_at()) since = std::max(since, *truth_.spoken_to_at() + message_patience);
  if (now > since + bounds_.of_end(is_announced, truth_.events().size()))
    wrong(now,
          "the end of " + in_seconds(period.begin) + (is_announced ? ", announced," : "") + " came late");
}

void follow_check::on_message_going(net::duration now) {
  forget_message();
  truth_.advance(now);
  truth_.on_message_going(now);
  if (next_index_ == truth_.events().size()) going_at_ = now;
}

void follow_check::on_message_sent(net::duration now) {
  sent_at_ = now;
  truth_.on_spoken_to(now);
}

void follow_check::check_message(settled_period const& period, net::duration now) {
  if (!going_at_ || now <= *going_at_ || period.begin >= *going_at_) return;
  if (!sent_at_ || now < *sent_at_ + message_patience)
    wrong(now, "took the state of " + in_seconds(period.begin) + " for the end after the message of " +
                   in_seconds(*going_at_));
}

}  // namespace hai::simulation
