#pragma once

#include <cstddef>
#include <optional>

#include "net/system.hpp"

namespace hai::http {

/// How many places for long-polls there are, when the machine or the server lets in fewer than were planned:
/// then as many are left as there are connections, and streams take turns instead of failing. The places come
/// back step by step. Pure.
class sizing {
 public:
  /// `calls` connections are to be had beside those of the places.
  sizing(std::size_t planned, std::size_t calls) noexcept
      : planned_(planned), calls_(calls), places_(planned) {}

  /// A connect failed that a server which is full may have refused, while `open` connections are up and the
  /// last reply of any came at `last_reply`. Such failures for a while, although other connections are being
  /// served all along, mean that there are enough. An outage, where nobody is served, changes nothing.
  void maybe_full(net::time_point now, std::size_t open, net::time_point last_reply) noexcept;

  /// A connect failed because this machine has no more to give than what the `taken` connections, made or
  /// in the making, have. A few of them are kept from the long-polls, so that calls still find one.
  void surely_full(net::time_point now, std::size_t taken) noexcept;

  /// The number of places from `now` on.
  std::size_t places(net::time_point now) noexcept;
  bool is_reduced() const noexcept { return places_ < planned_; }

 private:
  void shrink_to(std::size_t places, net::time_point grows_at) noexcept;

  std::size_t planned_;
  std::size_t calls_;
  std::size_t places_;
  std::optional<net::time_point> failing_since_;
  net::time_point last_failure_;
  net::time_point grows_at_;
};

}  // namespace hai::http
