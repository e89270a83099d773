#pragma once

#include <hai/detail/export.hpp>
#include <string>

namespace hai {
struct run_result;
}

namespace hai::observed {

/// A follower of a session reports its end.
struct HAI_EXPORT session_ended {
  std::string const& session_id;
  run_result const& result;
};

}  // namespace hai::observed
