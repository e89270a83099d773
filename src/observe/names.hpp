#pragma once

#include <boost/system/error_code.hpp>
#include <string_view>

#include <hai/observed/connection_closed.hpp>
#include <hai/observed/connection_opened.hpp>
#include <hai/observed/stream_ended.hpp>
#include <hai/observed/sweep_ended.hpp>

namespace hai::observe {

/// Names for logs and labels: few, without spaces, the same for ever.
/// "timed_out", "connect_failed", …; "cancelled"; "error" for what is not this library's.
std::string_view failure_name(boost::system::error_code failure);
std::string_view name_of(observed::close_reason reason);
std::string_view name_of(observed::handshake kind);
std::string_view name_of(observed::stream_ended::how outcome);
std::string_view name_of(observed::sweep_kind what);
/// Of a sweep: "failed" or "closed".
std::string_view outcome_of(observed::sweep_ended const& ended);

}  // namespace hai::observe
