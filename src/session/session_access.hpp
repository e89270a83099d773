#pragma once

#include <hai/session.hpp>
#include <memory>
#include <utility>

namespace hai::detail {

/// Makes a handle on a core that was made elsewhere.
struct session_access {
  static session make(std::shared_ptr<session_core> core) { return session(std::move(core)); }
};

}  // namespace hai::detail
