#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <string_view>

namespace hai::observed {

/// A request failed, and will be made again.
struct HAI_EXPORT retry {
  std::string_view method;  ///< as in request_done
  std::string_view route;
  int attempt = 1;                    ///< the one that failed
  int status = 0;                     ///< of its reply; 0: there was none
  boost::system::error_code failure;  ///< errc of what went wrong
  std::string_view why;               ///< the library's words where there was no reply, else empty
  std::chrono::nanoseconds
      delay{};               ///< before the next attempt; 0 where a kept connection had died of its age
  std::uint64_t stream = 0;  ///< 0: a plain call
};

}  // namespace hai::observed
