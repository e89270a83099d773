#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <hai/detail/export.hpp>
#include <string_view>

namespace hai::observed {

/// One attempt of one request came to its end: there was a whole reply, whatever its status, or there was
/// none.
struct HAI_EXPORT request_done {
  std::string_view method;
  /// The route as a template, "/sessions/{id}/changes"; "(other)" for client::request, "(an image's URL)" for
  /// a download from elsewhere. Never an id, a query or a header.
  std::string_view route;
  int status = 0;                       ///< 0: there was no reply
  boost::system::error_code failure;    ///< why not; operation_aborted: it was cancelled
  std::chrono::nanoseconds duration{};  ///< with the wait for a connection, and the time a long-poll is held
  int attempt = 1;                      ///< 2: the first repetition
  std::uint64_t stream = 0;             ///< the number of the stream or sweep that asked; 0: a plain call
  std::string_view request_id;          ///< x-request-id of the reply
};

}  // namespace hai::observed
