#pragma once

#include "http/jitter.hpp"

namespace hai::detail {

/// The pauses between two looks at a status. Each is drawn from one to one and a half times a step, which
/// begins at `every` and grows while nothing changes, to 10 s (or stays, where `every` is longer). Pure.
class status_schedule {
 public:
  explicit status_schedule(net::duration every) noexcept : every_(every), step_(every) {}

  /// The pause after a look that brought something new, or did not.
  net::duration next(bool changed, http::jitter& chance) noexcept;

 private:
  net::duration every_;
  net::duration step_;
};

}  // namespace hai::detail
