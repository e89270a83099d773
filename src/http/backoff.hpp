#pragma once

#include <optional>

#include "http/jitter.hpp"

namespace hai::http {

/// The pauses of a stream between failed attempts. Each is drawn from a range that doubles up to a cap, and
/// reaches from a tenth of it to the whole: streams that failed in one instant come back spread over it.
/// Pure.
class backoff {
 public:
  explicit backoff(net::duration first = std::chrono::milliseconds(500),
                   net::duration longest = std::chrono::seconds(30)) noexcept
      : first_(first), longest_(longest), range_(first) {}

  /// The next pause. What the server asked for is the least it can be; the spread then comes on top.
  net::duration next(jitter& chance, std::optional<net::duration> asked = std::nullopt) noexcept;

  /// An attempt succeeded.
  void reset() noexcept { range_ = first_; }

 private:
  net::duration first_;
  net::duration longest_;
  net::duration range_;
};

}  // namespace hai::http
