#pragma once

#include <cstddef>

#include "simulation/fleet/chance.hpp"

namespace hai::simulation {

/// What goes wrong with one exchange.
enum class mishap {
  none,
  lost_request,  ///< the connection is reset, and nothing was done
  cut_reply,     ///< after any of its bytes
  server_error,  ///< 500, 502, 503, 504, or 408
  rate_limited,  ///< 429, mostly with Retry-After
  garbled,       ///< 200 and no JSON
  slow,          ///< in pieces, with pauses
  stalled,       ///< a part of it, and then nothing
  unanswered,    ///< nothing at all
  redirected,    ///< to another path of the same server
  led_astray,    ///< to another server, where no stream may go
  oversized,     ///< over the limit of a body
};

/// The limit of a body in these worlds: small, so that a reply over it costs little.
inline constexpr std::size_t max_body = 100'000;

inline constexpr char const* astray = "https://elsewhere.test/";

/// How much goes wrong in one world, and until when.
struct fault_traits {
  net::duration end{};           ///< from here on all is well; zero: nothing ever goes wrong
  std::size_t percent = 0;       ///< of the exchanges
  std::size_t restarts = 0;      ///< all connections are reset, and connects fail for a while
  bool resets = false;           ///< connections break while a poll is parked
  std::size_t fragile_page = 0;  ///< pages of more events are always cut, or over the limit; 0: none
};

inline mishap any_mishap(chance& source) {
  return source.one_of({mishap::lost_request, mishap::cut_reply, mishap::cut_reply, mishap::cut_reply,
                        mishap::server_error, mishap::rate_limited, mishap::garbled, mishap::slow,
                        mishap::stalled, mishap::unanswered, mishap::redirected, mishap::redirected,
                        mishap::led_astray, mishap::oversized});
}

}  // namespace hai::simulation
