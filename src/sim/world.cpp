#include "world.hpp"

#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

namespace hai::sim {

namespace {

constexpr std::chrono::seconds start_of_2026(1767225600);

calendar calendar_from(platform_options const& options, time_point origin) {
  if (options.get().manual_time) return {origin, std::chrono::system_clock::time_point(start_of_2026)};
  return {origin, std::chrono::system_clock::now()};
}

void wake(parking::woken const& sleepers) {
  for (auto const& s : sleepers) s->wake();
}

}  // namespace

world::world(platform_options options)
    : options_(std::move(options)),
      on_request_(options_.get().on_request),
      on_parked_(options_.get().on_parked),
      origin_(std::chrono::steady_clock::now()),
      manual_now_(origin_),
      directory_(options_, calendar_from(options_, origin_)),
      faults_(options_.get().seed),
      ledger_(options_.get().recorded_requests) {}

void world::links(std::string view_origin, std::string storage_origin) {
  std::lock_guard const lock(mutex_);
  directory_.lies_at(view_origin + options().base_path);
  view_origin_ = std::move(view_origin);
  storage_origin_ = std::move(storage_origin);
}

time_point world::now_locked() const { return is_manual() ? manual_now_ : std::chrono::steady_clock::now(); }

time_point world::now() const {
  std::lock_guard const lock(mutex_);
  return now_locked();
}

void world::advance(std::chrono::nanoseconds step) {
  if (!is_manual()) throw std::logic_error("platform::advance needs platform_options::manual_time");
  std::lock_guard const lock(mutex_);
  manual_now_ += std::chrono::duration_cast<time_point::duration>(step);
  wake(parking_.due(manual_now_));
}

std::optional<fault> world::accepted() {
  std::lock_guard const lock(mutex_);
  ledger_.accepted();
  auto trouble = faults_.for_connection();
  if (trouble) ledger_.hit_by_fault();
  return trouble;
}

void world::shook_hands(bool resumed) {
  std::lock_guard const lock(mutex_);
  ledger_.shook_hands(resumed);
}

void world::closed() {
  std::lock_guard const lock(mutex_);
  ledger_.closed();
}

exchange world::received(request message, std::uint64_t connection) {
  message.split_target();
  exchange e;
  e.match = match_route(message, options().base_path);
  request_record record;
  platform_options::request_handler tell;
  {
    std::lock_guard const lock(mutex_);
    record = ledger_.received(message, e.match, connection);
    tell = on_request_;
  }
  // Before the fault is drawn: the handler may be what asks for it.
  if (tell) tell(record);
  std::lock_guard const lock(mutex_);
  e.trouble = faults_.for_request(record);
  if (e.trouble) ledger_.hit_by_fault();
  e.number = record.number;
  e.arrived = now_locked();
  e.message = std::move(message);
  return e;
}

outcome world::carry_out(exchange const& e, std::shared_ptr<sleeper> const& who) {
  std::lock_guard const lock(mutex_);
  route_context const context{directory_, options(), view_origin_, storage_origin_, e.number};
  outcome result = handle(context, e.message, e.match, e.arrived, now_locked());
  std::string const session = e.match.session();
  if (result.look_again) parking_.add(who, session, *result.look_again);
  // A slot that a command frees may start any session that is queued.
  if (result.touched) wake(directory_.has_queued() ? parking_.all() : parking_.of_session(session));
  return result;
}

void world::park(std::shared_ptr<sleeper> const& who, time_point until) {
  std::lock_guard const lock(mutex_);
  parking_.add(who, {}, until);
}

void world::unpark(sleeper const* who) {
  std::lock_guard const lock(mutex_);
  parking_.remove(who);
}

void world::announce_parked(exchange const& e) const {
  request_record record;
  platform_options::request_handler tell;
  {
    std::lock_guard const lock(mutex_);
    tell = on_parked_;
  }
  if (!tell) return;
  record.number = e.number;
  record.method = e.message.method;
  record.target = e.message.target;
  record.route = e.match.name();
  record.session = e.match.session();
  tell(record);
}

void world::replied(exchange const& e, int status, std::size_t events_served) {
  std::lock_guard const lock(mutex_);
  ledger_.replied(e.number, e.match.name(), e.match.session(), status, events_served);
}

std::string world::add_session(script s) {
  std::lock_guard const lock(mutex_);
  return directory_.add(std::move(s), {}, now_locked());
}

void world::play(std::string const& id, script more) {
  std::lock_guard const lock(mutex_);
  auto const now = now_locked();
  auto* const entry = directory_.find(id, now);
  if (!entry) throw std::invalid_argument("there is no session with this id: " + id);
  entry->model.play(std::move(more), now);
  wake(parking_.of_session(id));
}

void world::remove_session(std::string const& id) {
  std::lock_guard const lock(mutex_);
  directory_.remove(id);
  wake(parking_.of_session(id));
}

std::vector<std::string> world::events(std::string const& id) {
  std::lock_guard const lock(mutex_);
  auto const* entry = directory_.find(id, now_locked());
  if (!entry) throw std::invalid_argument("there is no session with this id: " + id);
  return {entry->model.events().begin(), entry->model.events().end()};
}

account world::balance() {
  std::lock_guard const lock(mutex_);
  account sum = ledger_.sum();
  sum.parked = parking_.polls();
  sum.recent.assign(ledger_.recent().begin(), ledger_.recent().end());
  for (auto const* entry : directory_.all(now_locked())) {
    auto const& m = entry->model;
    session_account s;
    s.id = entry->id;
    s.state = m.state();
    s.answer = m.answer();
    s.error = m.error();
    s.error_code = m.error_code();
    s.outcome = m.outcome();
    s.events_emitted = m.events().size();
    s.events_served = ledger_.served(entry->id);
    sum.sessions.emplace(entry->id, std::move(s));
  }
  return sum;
}

void world::fail(fault f) {
  std::lock_guard const lock(mutex_);
  faults_.add(std::move(f));
}

void world::heal() {
  std::lock_guard const lock(mutex_);
  faults_.clear();
}

void world::forget_handlers() {
  std::lock_guard const lock(mutex_);
  on_request_ = nullptr;
  on_parked_ = nullptr;
}

}  // namespace hai::sim
