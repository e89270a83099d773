#pragma once

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <hai/detail/export.hpp>
#include <type_traits>

namespace hai {

/// Why an operation of this library failed. An errc converts to a boost::system::error_code, so
/// `error.code() == hai::errc::not_found` works.
enum class errc {
  no_api_key = 1,    ///< no key was configured and the API wants one
  invalid_argument,  ///< refused before a byte was sent
  unauthorized,      ///< 401
  forbidden,         ///< 403
  not_found,         ///< 404
  conflict,          ///< 409
  invalid_request,   ///< 400, 422 and any other 4xx
  rate_limited,      ///< 429
  server_error,      ///< 5xx
  bad_reply,         ///< what came is not HTTP, or not the reply that the route promises
  bad_json,          ///< a JSON text that cannot be parsed
  body_too_large,    ///< a body over the limit
  reply_lost,        ///< a POST was sent and its reply never came: it may have been carried out
  connect_failed,    ///< no connection to the host, its proxy, or through it
  certificate,       ///< the server's certificate does not verify
  timed_out,         ///< a deadline passed
  gave_up,           ///< what is followed failed without a break for retry_options::give_up_after
  already_waiting,   ///< a second wait on a cursor that has one waiter
  closed,            ///< the handle is empty, closed, or its execution context is gone
  answer_mismatch,   ///< the answer does not fit the requested type
};

/// The category of errc; its name is "hai".
HAI_EXPORT boost::system::error_category const& error_category() noexcept;

HAI_EXPORT boost::system::error_code make_error_code(errc code) noexcept;

/// True for what another attempt may heal: connect failures, lost and garbled replies, stalls, 408, 429, 5xx.
HAI_EXPORT bool is_transient(boost::system::error_code code) noexcept;

}  // namespace hai

template <>
struct boost::system::is_error_code_enum<hai::errc> : std::true_type {};
