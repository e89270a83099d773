#pragma once

#include <boost/system/error_code.hpp>
#include <string_view>

#include "http/jitter.hpp"
#include "http/message.hpp"

namespace hai::http {

/// Whether repeating a request with this method changes nothing: GET, HEAD, OPTIONS, PUT, DELETE.
bool is_repeatable(std::string_view method);

/// How far an exchange that brought no reply had come.
enum class progress {
  not_sent,     ///< no byte of the request can have reached the server
  may_be_done,  ///< it may have been carried out
};

/// Whether to ask again after a reply of this status: 408 and 429 for any method, 5xx for what is repeatable.
bool retries_status(int status, bool repeatable);

/// Whether to ask again after an exchange that failed with `why`: a failed connect for any method, a lost or
/// garbled reply for what is repeatable or was not sent; never after a timeout, a cancellation, or what will
/// not heal.
bool retries_failure(boost::system::error_code why, bool repeatable, progress how_far);

/// How long to wait before the next attempt, after `attempts_made` of them (at least 1). `last` is the reply
/// that the server gave, or null. Its Retry-After is kept to without jitter; X-RateLimit-Reset is lengthened
/// by up to a fifth; else 1 s, doubled with each attempt up to 60 s, give or take a tenth.
net::duration retry_delay(int attempts_made, reply const* last, std::chrono::system_clock::time_point now,
                          jitter& chance);

}  // namespace hai::http
