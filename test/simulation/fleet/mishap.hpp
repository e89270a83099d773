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
};

/// How much goes wrong in one world, and until when.
struct fault_traits {
  net::duration end{};       ///< from here on all is well; zero: nothing ever goes wrong
  std::size_t percent = 0;   ///< of the exchanges
  std::size_t restarts = 0;  ///< all connections are reset, and connects fail for a while
  bool resets = false;       ///< connections break while a poll is parked
};

inline mishap any_mishap(chance& source) {
  return source.one_of({mishap::lost_request, mishap::cut_reply, mishap::cut_reply, mishap::cut_reply,
                        mishap::server_error, mishap::rate_limited, mishap::garbled, mishap::slow,
                        mishap::stalled, mishap::unanswered});
}

}  // namespace hai::simulation
