#pragma once

#include <cstdint>
#include <hai/detail/export.hpp>
#include <string>

namespace hai {
class error;
}

namespace hai::observed {

/// A stream polls no more. Follows each stream_started, once.
struct HAI_EXPORT stream_ended {
  enum class how {
    ended,   ///< the session has settled
    failed,  ///< it gave up, or met what does not heal
    closed   ///< nobody wants it any more
  };

  std::uint64_t stream;
  std::string const& session_id;
  how outcome;
  error const* failure;  ///< of a failed one, else null
  std::uint64_t next_index;
};

}  // namespace hai::observed
