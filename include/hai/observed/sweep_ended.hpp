#pragma once

#include <cstdint>

#include <hai/detail/export.hpp>
#include <hai/observed/sweep_started.hpp>

namespace hai {
class error;
}

namespace hai::observed {

/// A sweep looks no more. Follows each sweep_started, once.
struct HAI_EXPORT sweep_ended {
  std::uint64_t sweep;
  sweep_kind kind;
  error const* failure;  ///< why it gave up; null: there is nothing to look for, or nobody wants it any more
};

}  // namespace hai::observed
