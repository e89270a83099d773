#include "simulation/fleet/agent_session.hpp"

#include <boost/json/parse.hpp>
#include <cstdio>

namespace hai::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr net::duration at_once{};

std::string timestamp(net::duration at) {
  long long const ms = std::chrono::duration_cast<milliseconds>(at).count();
  char text[40];
  std::snprintf(text, sizeof text, "2025-01-01T%02lld:%02lld:%02lld.%03lldZ", ms / 3'600'000 % 24,
                ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
  return text;
}

std::string state_data(std::string_view state) { return R"({"state": ")" + std::string(state) + R"("})"; }

}  // namespace

agent_session::agent_session(std::string id, session_traits traits, chance source, net::duration created)
    : id_(std::move(id)), traits_(traits), chance_(source) {
  plan_turn(created + chance_.span(at_once, seconds(chance_.one_of({0, 2, 30}))));
}

bool agent_session::is_terminal() const {
  return state_ == "completed" || state_ == "failed" || state_ == "timed_out" || state_ == "interrupted";
}

std::optional<net::duration> agent_session::next_change() const {
  if (planned_.empty()) return std::nullopt;
  return planned_.begin()->first;
}

void agent_session::advance(net::duration now) {
  while (!planned_.empty() && planned_.begin()->first <= now) {
    auto next = planned_.extract(planned_.begin());
    happen(next.key(), next.mapped());
  }
}

void agent_session::on_message(net::duration now) {
  advance(now);
  if (traits_.drops_messages || !is_settled()) return;
  planned_.clear();
  plan_turn(now + chance_.span(at_once, seconds(chance_.one_of({0, 1, 12}))));
  wake_polls();
}

void agent_session::on_cancel(net::duration now) {
  advance(now);
  if (is_terminal()) return;
  planned_.clear();
  traits_.terminal_at_last = true;
  auto const at = now + chance_.span(at_once, seconds(chance_.one_of({0, 1, 5})));
  if (chance_.percent(50)) {
    plan_event(at, "AgentCompletionEvent", R"({"reason": "stopped"})");
    planned_.find(at)->second.announces = true;
  }
  plan(at, {change::kind::state, "interrupted"});
  wake_polls();
}

void agent_session::wake_polls() {
  auto const woken = parked;
  for (net::timer* const each : woken) each->cancel();
}

// ---- what is planned

void agent_session::plan_event(net::duration at, std::string type, std::string data) {
  plan(at, {change::kind::event,
            R"({"type":")" + type + R"(", "timestamp":")" + timestamp(at) + R"(","data":)" + data + "}"});
}

void agent_session::plan_turn(net::duration at) {
  ++turns_;
  plan(at, {change::kind::state, chance_.one_of({"pending", "running", "paused", "awaiting_tool_results"})});
  plan(at, {change::kind::begin_turn, {}});
  plan_event(
      at, "AgentEvent",
      R"({"kind":"message_event","content":["turn )" + std::to_string(turns_) + R"( of )" + id_ + R"("]})");
  if (chance_.percent(50)) plan_event(at, "ActiveStateChangeEvent", state_data("running"));
  plan(at, {change::kind::state, "running"});
  plan_end(plan_work(at));
}

net::duration agent_session::plan_work(net::duration at) {
  auto const count = chance_.below(traits_.most_events + 1);
  auto const pace = chance_.one_of<net::duration>({at_once, milliseconds(200), seconds(2), seconds(20)});
  for (std::size_t each = 0; each < count; ++each) {
    at += chance_.percent(30) ? at_once : chance_.span(at_once, pace);
    plan_event(at, chance_.percent(80) ? "AgentEvent" : "MetricsUpdateEvent", work_data());
  }
  return at;
}

std::string agent_session::work_data() {
  std::string data =
      R"({ "kind":"policy_event", "note":"\u00e9\"}],{[\\ )" + std::to_string(texts_++) + R"(","pad":")";
  data.append(chance_.percent(5) ? chance_.below(3000) : chance_.below(40), 'x');
  return data + R"("})";
}

std::string agent_session::new_answer() {
  auto const number = std::to_string(texts_++) + " of " + id_;
  switch (chance_.below(3)) {
    case 0:
      return R"({"answer": ")" + number + R"(", "parts": [1, 2]})";
    case 1:
      return R"(["answer )" + number + R"("])";
    default:
      return R"("answer )" + number + R"(")";
  }
}

void agent_session::plan_answer(net::duration at, std::string const& answer) {
  plan(at, {change::kind::given_answer, answer});
  auto const where = chance_.below(3);  // an event, snapshots, or both
  if (where != 0) plan(at, {change::kind::shown_answer, answer});
  if (where == 1) return;
  plan_event(at, "AgentEvent", R"({"kind":"answer_event","answer":)" + answer + "}");
  auto& planned = std::prev(planned_.upper_bound(at))->second;
  planned.announces = planned.answers = true;
}

void agent_session::plan_end(net::duration at) {
  bool const goes_idle = !traits_.terminal_at_last || turns_ < traits_.own_turns || chance_.percent(30);
  std::string state = "idle";
  if (!goes_idle) state = chance_.one_of({"completed", "completed", "failed", "timed_out", "interrupted"});
  bool const well = state == "idle" || state == "completed";
  at += chance_.span(at_once, seconds(1));

  // The state comes with the last events, late, or (where nothing else tells of the end) a little early.
  auto settles = at + chance_.span(at_once, seconds(chance_.one_of({0, 0, 0, 6, 20})));
  bool const gives_answer = chance_.percent(well ? 80 : 20);
  bool const is_announced = chance_.percent(60);
  if (traits_.tail_after_settling && well && chance_.percent(30)) {
    settles = at;
    at += milliseconds(500);
  }
  if (gives_answer) plan_answer(at, new_answer());
  if (is_announced) {
    if (goes_idle) {
      plan_event(at, "ActiveStateChangeEvent", state_data("idle"));
      std::prev(planned_.upper_bound(at))->second.rests = true;
    } else {
      plan_event(at, "AgentCompletionEvent", R"({"reason":"finished"})");
      std::prev(planned_.upper_bound(at))->second.announces = true;
    }
  }
  plan(settles, {change::kind::state, state});
  if (goes_idle) plan_after_idle(std::max(settles, at));
}

void agent_session::plan_after_idle(net::duration at) {
  if (turns_ < traits_.own_turns)
    plan_turn(at + seconds(1) + chance_.span(at_once, seconds(40)));
  else if (traits_.terminal_at_last)
    plan(at + seconds(5) + chance_.span(at_once, seconds(40)),
         {change::kind::state, chance_.one_of({"completed", "timed_out"})});
}

// ---- what happens

void agent_session::happen(net::duration at, change const& what) {
  switch (what.what) {
    case change::kind::event:
      events_.push_back({what.text, at});
      if (what.announces) announced_ = at;
      if (what.answers) answered_by_ = events_.size() - 1;
      if (what.rests) went_idle_ = at;
      break;
    case change::kind::state:
      enter(at, what.text);
      break;
    case change::kind::shown_answer:
      shown_answer_ = what.text;
      break;
    case change::kind::given_answer:
      turn_answer_ = boost::json::parse(what.text);
      break;
    case change::kind::begin_turn:
      turn_began_ = at;
      shown_answer_ = "null";
      turn_answer_ = nullptr;
      answered_by_ = std::nullopt;
      announced_ = went_idle_ = std::nullopt;
      break;
  }
  if (periods_.empty() || periods_.back().end) return;
  describe(periods_.back());
}

void agent_session::describe(settled_period& period) const {
  period.events = events_.size();
  period.answer = turn_answer_;
  period.shows_answer = shown_answer_ != "null";
  period.answered_by = answered_by_;
}

void agent_session::enter(net::duration at, std::string state) {
  if (!periods_.empty() && !periods_.back().end) periods_.back().end = at;
  state_ = std::move(state);
  if (!is_settled()) return;
  settled_period period;
  period.begin = at;
  period.turn_began = turn_began_;
  period.state = state_;
  describe(period);
  period.announced = announced_;
  period.went_idle = went_idle_;
  if (state_ == "completed") period.outcome = "success";
  if (state_ == "failed") {
    period.error = "no way out of " + id_;
    period.error_code = "environment_error";
  }
  periods_.push_back(std::move(period));
}

}  // namespace hai::simulation
