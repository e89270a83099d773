#include "net/connect_failure.hpp"

#include <boost/system/errc.hpp>

namespace hai::net {

namespace os = boost::system::errc;

// An address that is not available may be a port that is not, or a family that this machine lacks.
shortage shortage_of(boost::system::error_code cause) {
  for (auto const certain : {os::too_many_files_open, os::too_many_files_open_in_system, os::no_buffer_space,
                             os::not_enough_memory})
    if (cause == certain) return shortage::certain;
  for (auto const possible : {os::connection_refused, os::connection_reset, os::connection_aborted,
                              os::timed_out, os::address_not_available, os::resource_unavailable_try_again})
    if (cause == possible) return shortage::possible;
  return shortage::none;
}

}  // namespace hai::net
