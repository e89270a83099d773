#pragma once

#include <cstddef>
#include <optional>

#include "net/system.hpp"

namespace hai::http {

/// How many places for long-polls there are, when the machine or the server lets in fewer than were planned.
/// Connects that fail for a while, although other connections are being served all along, mean that there are
/// enough of them: then that many places are left, and streams take turns instead of failing. An outage,
/// where nobody is served, changes nothing. The places come back step by step. Pure.
class sizing {
 public:
  explicit sizing(std::size_t planned) noexcept : planned_(planned), places_(planned) {}

  /// A connect failed, while `open` connections are up and the last reply of any came at `last_reply`.
  void connect_failed(net::time_point now, std::size_t open, net::time_point last_reply) noexcept;

  /// The number of places from `now` on.
  std::size_t places(net::time_point now) noexcept;
  bool is_reduced() const noexcept { return places_ < planned_; }

 private:
  std::size_t planned_;
  std::size_t places_;
  std::optional<net::time_point> failing_since_;
  net::time_point last_failure_;
  net::time_point grows_at_;
};

}  // namespace hai::http
