#include "http/seats.hpp"

namespace hai::http {

bool seats::has_free(room which) const noexcept {
  return which == room::long_poll ? taken_.long_poll < limits_.long_poll
                                  : taken_.short_call < limits_.short_call;
}

void seats::entered(place what) noexcept {
  ++(what.from == room::long_poll ? taken_.long_poll : taken_.short_call);
  if (what.used_for == room::long_poll) ++polls_seated_;
}

void seats::left(place what) noexcept {
  --(what.from == room::long_poll ? taken_.long_poll : taken_.short_call);
  if (what.used_for == room::long_poll) --polls_seated_;
}

std::optional<seats::place> seats::enter(room wanted, ticket who) {
  auto& own_line = wanted == room::long_poll ? long_line_ : short_line_;
  std::optional<place> given;
  if (own_line.empty() && has_free(wanted)) {
    given = place{wanted, wanted};
  } else if (wanted == room::short_call && short_line_.empty() && long_line_.empty() &&
             has_free(room::long_poll)) {
    given = place{room::long_poll, room::short_call};
  }
  if (given)
    entered(*given);
  else
    own_line.insert(own_line.end(), who);
  return given;
}

std::optional<seats::grant> seats::serve_next(room freed) {
  if (!has_free(freed)) return std::nullopt;
  bool const to_poll = freed == room::long_poll && !long_line_.empty();
  auto& served = to_poll ? long_line_ : short_line_;
  if (served.empty()) return std::nullopt;
  grant const given{*served.begin(), {freed, to_poll ? room::long_poll : room::short_call}};
  served.erase(served.begin());
  entered(given.what);
  return given;
}

std::optional<seats::grant> seats::leave(place what) {
  left(what);
  return serve_next(what.from);
}

bool seats::abandon(ticket who) { return long_line_.erase(who) + short_line_.erase(who) != 0; }

std::vector<seats::grant> seats::resize(sizes limits) {
  limits_ = limits;
  std::vector<grant> given;
  for (room const each : {room::long_poll, room::short_call})
    while (auto const next = serve_next(each)) given.push_back(*next);
  return given;
}

}  // namespace hai::http
