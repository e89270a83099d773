#pragma once

#include <chrono>
#include <hai/detail/export.hpp>
#include <hai/webhook_event.hpp>
#include <hai/webhook_secrets.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hai {

namespace detail {

inline constexpr std::string_view webhook_signature_header = "X-H-Webhook-Signature";
inline constexpr std::string_view webhook_timestamp_header = "X-H-Webhook-Timestamp";

HAI_EXPORT bool is_same_header(std::string_view one, std::string_view other) noexcept;

HAI_EXPORT webhook_event verify_signed_webhook(std::string_view body,
                                               std::optional<std::string_view> signature,
                                               std::optional<std::string_view> timestamp,
                                               webhook_secrets const& secrets, std::chrono::seconds tolerance,
                                               std::chrono::system_clock::time_point now);

}  // namespace detail

/// Whether a request that claims to be a webhook's delivery is one, and what it says.
///
/// `body`: its bytes as received, before any parsing. `headers`: any range of name and value (a map, a vector
/// of pairs); names in any case. `tolerance`: how far the delivery's time may lie from `now`, either way, the
/// limit included. Signatures are compared in constant time, against every secret.
///
/// Throws hai::error, of several faults the first one in this order:
/// errc::invalid_argument: no secret, or an empty one; errc::invalid_request: the timestamp is missing or is
/// no number of seconds; errc::forbidden: it is too old, or too far ahead, perhaps a replay;
/// errc::unauthorized: the signature is missing or fits no secret; errc::bad_json: the body is not JSON;
/// errc::bad_reply: it has no `type` and `id` texts and `data` object.
/// @snippet functions.cpp verify_webhook
template <class Headers = std::vector<std::pair<std::string, std::string>>>
webhook_event verify_webhook(std::string_view body, Headers const& headers, webhook_secrets const& secrets,
                             std::chrono::seconds tolerance = std::chrono::seconds(300),
                             std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) {
  std::optional<std::string_view> signature, timestamp;
  for (auto const& [name, value] : headers) {
    if (detail::is_same_header(name, detail::webhook_signature_header)) signature = value;
    if (detail::is_same_header(name, detail::webhook_timestamp_header)) timestamp = value;
  }
  return detail::verify_signed_webhook(body, signature, timestamp, secrets, tolerance, now);
}

}  // namespace hai
