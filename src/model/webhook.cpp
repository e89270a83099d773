#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <hai/error.hpp>
#include <hai/verify_webhook.hpp>

#include "model/json_fields.hpp"
#include "model/json_text.hpp"

namespace hai::detail {
namespace {

[[noreturn]] void refuse(errc code, std::string const& why) { throw error(code, "verify_webhook: " + why); }

void check(webhook_secrets const& secrets) {
  if (secrets.all().empty()) refuse(errc::invalid_argument, "no secret was given");
  for (auto const& each : secrets.all())
    if (each.empty()) refuse(errc::invalid_argument, "a secret is empty: anybody could sign with it");
}

std::chrono::seconds seconds_in(std::optional<std::string_view> timestamp) {
  if (!timestamp)
    refuse(errc::invalid_request, "the " + std::string(webhook_timestamp_header) + " header is missing");
  std::int64_t count = 0;
  char const* const end = timestamp->data() + timestamp->size();
  auto const [stopped, failure] = std::from_chars(timestamp->data(), end, count);
  if (failure != std::errc() || stopped != end)
    refuse(errc::invalid_request,
           "the " + std::string(webhook_timestamp_header) + " header is no number of seconds");
  return std::chrono::seconds(count);
}

void check_age(std::chrono::seconds signed_at, std::chrono::seconds tolerance,
               std::chrono::system_clock::time_point now) {
  // In floating point: a timestamp may be any number, and must not overflow the difference.
  using wide_seconds = std::chrono::duration<long double>;
  wide_seconds const age = wide_seconds(now.time_since_epoch()) - wide_seconds(signed_at);
  if (age > wide_seconds(tolerance))
    refuse(errc::forbidden, "the delivery is older than " + std::to_string(tolerance.count()) + " s");
  if (-age > wide_seconds(tolerance))
    refuse(errc::forbidden, "the delivery's time is more than " + std::to_string(tolerance.count()) +
                                " s ahead: compare the clocks");
}

std::string expected_signature(std::string const& secret, std::string const& message) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac;
  unsigned int length = 0;
  auto const* const made =
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<unsigned char const*>(message.data()), message.size(), mac.data(), &length);
  if (!made) refuse(errc::invalid_argument, "the secret cannot be used");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256=";
  for (unsigned int i = 0; i < length; ++i) {
    text += digits[mac[i] >> 4];
    text += digits[mac[i] & 15];
  }
  return text;
}

void check_signature(std::string_view body, std::string_view timestamp,
                     std::optional<std::string_view> signature, webhook_secrets const& secrets) {
  std::string message;
  message.reserve(timestamp.size() + 1 + body.size());
  message.append(timestamp).append(".").append(body);
  std::string_view const got = signature.value_or(std::string_view());
  bool fits = false;
  for (auto const& each : secrets.all()) {  // all of them, so that the time tells nothing
    std::string const wanted = expected_signature(each, message);
    fits |= got.size() == wanted.size() && CRYPTO_memcmp(got.data(), wanted.data(), wanted.size()) == 0;
  }
  if (!signature)
    refuse(errc::unauthorized, "the " + std::string(webhook_signature_header) + " header is missing");
  if (!fits) refuse(errc::unauthorized, "the signature does not fit the body and any of the secrets");
}

webhook_event event_in(std::string_view body) {
  std::string why;
  auto const parsed = model::parse_json(body, why);
  if (!parsed) refuse(errc::bad_json, "the body is not JSON: " + why);
  auto const* const whole = parsed->if_object();
  auto const* const data = whole ? model::object_field(*whole, "data") : nullptr;
  auto const type = whole ? model::text_field(*whole, "type") : std::nullopt;
  auto const id = whole ? model::text_field(*whole, "id") : std::nullopt;
  if (!type) refuse(errc::bad_reply, "the body has no `type` text");
  if (!id) refuse(errc::bad_reply, "the body has no `id` text");
  if (data == nullptr) refuse(errc::bad_reply, "the body has no `data` object");
  webhook_event event;
  event.type = *type;
  event.id = *id;
  event.created_at = model::time_field(*whole, "created_at");
  event.data.session_id = model::text_or_empty(*data, "session_id");
  event.data.state = session_state(model::text_or_empty(*data, "status"));
  if (auto const before = model::text_field(*data, "previous_status"))
    event.data.previous_status = session_state(*before);
  event.raw = body;
  return event;
}

}  // namespace

bool is_same_header(std::string_view one, std::string_view other) noexcept {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

webhook_event verify_signed_webhook(std::string_view body, std::optional<std::string_view> signature,
                                    std::optional<std::string_view> timestamp, webhook_secrets const& secrets,
                                    std::chrono::seconds tolerance,
                                    std::chrono::system_clock::time_point now) {
  check(secrets);
  check_age(seconds_in(timestamp), tolerance, now);
  check_signature(body, *timestamp, signature, secrets);
  return event_in(body);
}

}  // namespace hai::detail
