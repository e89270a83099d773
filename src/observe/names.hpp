#pragma once

#include <boost/system/error_code.hpp>
#include <string_view>

#include <hai/observed/connection_closed.hpp>
#include <hai/observed/connection_opened.hpp>
#include <hai/observed/stream_ended.hpp>

namespace hai::observe {

/// Names for logs and labels: few, without spaces, the same for ever.
/// "timed_out", "connect_failed", …; "cancelled"; "error" for what is not this library's.
std::string_view failure_name(boost::system::error_code failure);
std::string_view name_of(observed::close_reason reason);
std::string_view name_of(observed::handshake kind);
std::string_view name_of(observed::stream_ended::how outcome);

}  // namespace hai::observe
