// Webhooks: what is believed, and why the rest is refused.

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <hai/error.hpp>
#include <hai/verify_webhook.hpp>
#include <map>

namespace hai {
namespace {

using namespace std::chrono_literals;
using header_list = std::vector<std::pair<std::string, std::string>>;

constexpr char const* secret = "whsec_blue_bicycle";
constexpr char const* body =
    R"({"type":"session.status_updated","id":"evt_77","created_at":"2026-03-04T05:06:07.5Z",)"
    R"("data":{"session_id":"s-9","status":"completed","previous_status":"running"}})";
constexpr std::int64_t signed_at = 1'800'000'000;
auto const just_then = std::chrono::system_clock::time_point(std::chrono::seconds(signed_at));

/// By the other interface of OpenSSL than the library uses.
std::string signature(std::string key, std::string const& text, std::string const& at) {
  std::string const message = at + "." + text;
  EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* const context = EVP_MAC_CTX_new(mac);
  char digest[] = "SHA256";
  OSSL_PARAM const parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  EVP_MAC_init(context, reinterpret_cast<unsigned char const*>(key.data()), key.size(), parameters);
  EVP_MAC_update(context, reinterpret_cast<unsigned char const*>(message.data()), message.size());
  std::array<unsigned char, 32> bytes;
  std::size_t length = 0;
  EVP_MAC_final(context, bytes.data(), &length, bytes.size());
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  std::string hex = "sha256=";
  for (auto const byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    hex += two;
  }
  return hex;
}

header_list signed_headers(std::string const& text = body, std::string const& at = std::to_string(signed_at),
                           std::string const& key = secret) {
  return {{"content-type", "application/json"},
          {"x-h-webhook-signature", signature(key, text, at)},
          {"X-H-Webhook-Timestamp", at}};
}

error refusal(std::string_view text, header_list const& headers, webhook_secrets const& secrets = secret,
              std::chrono::system_clock::time_point now = just_then) {
  try {
    verify_webhook(text, headers, secrets, 300s, now);
  } catch (error const& refused) {
    return refused;
  }
  ADD_FAILURE() << "it was believed";
  return to_error(nullptr);
}

TEST(webhook, is_read_when_its_signature_is_right) {
  auto const event = verify_webhook(body, signed_headers(), secret, 300s, just_then);
  EXPECT_EQ(event.type, "session.status_updated");
  EXPECT_EQ(event.id, "evt_77");
  ASSERT_TRUE(event.created_at);
  EXPECT_EQ(event.created_at->time_since_epoch() % 1s, 500ms);
  EXPECT_EQ(event.data.session_id, "s-9");
  EXPECT_EQ(event.data.state, session_state::completed);
  EXPECT_EQ(event.data.previous_status, session_state(session_state::running));
  EXPECT_EQ(event.raw, body);
}

TEST(webhook, agrees_with_a_signature_made_elsewhere) {
  std::string const text = R"({"type":"t","id":"i","data":{}})";
  header_list const headers = {
      {"X-H-Webhook-Signature", "sha256=6a85aa880eec93c39eec63a51c7e11bafda9b5a5ae15ba7d2c2949137c9dd645"},
      {"X-H-Webhook-Timestamp", "1700000000"}};
  auto const then = std::chrono::system_clock::time_point(1700000000s);
  EXPECT_EQ(verify_webhook(text, headers, "whsec_literal", 300s, then).id, "i");
}

TEST(webhook, takes_headers_from_a_map) {
  auto const list = signed_headers();
  std::map<std::string, std::string> const headers(list.begin(), list.end());
  EXPECT_EQ(verify_webhook(body, headers, secret, 300s, just_then).id, "evt_77");
}

TEST(webhook, of_an_unknown_type_is_kept) {
  std::string const text = R"({"type":"session.teleported","id":"e","data":{"where":"moon"}})";
  auto const event = verify_webhook(text, signed_headers(text), secret, 300s, just_then);
  EXPECT_EQ(event.type, "session.teleported");
  EXPECT_EQ(event.data.session_id, "");
  EXPECT_FALSE(event.created_at);
  EXPECT_EQ(event.raw, text);
}

TEST(webhook, fits_any_secret_of_a_rotation) {
  EXPECT_EQ(verify_webhook(body, signed_headers(), {"whsec_new", secret}, 300s, just_then).id, "evt_77");
  EXPECT_EQ(verify_webhook(body, signed_headers(), {secret, "whsec_old"}, 300s, just_then).id, "evt_77");
  EXPECT_EQ(refusal(body, signed_headers(), {"whsec_new", "whsec_old"}).code(), errc::unauthorized);
}

TEST(webhook, needs_a_secret_that_is_not_empty) {
  EXPECT_EQ(refusal(body, signed_headers(), std::vector<std::string>()).code(), errc::invalid_argument);
  EXPECT_EQ(refusal(body, signed_headers(), std::string()).code(), errc::invalid_argument);
}

TEST(webhook, may_be_exactly_as_old_as_tolerated_either_way) {
  EXPECT_NO_THROW(verify_webhook(body, signed_headers(), secret, 300s, just_then + 300s));
  EXPECT_NO_THROW(verify_webhook(body, signed_headers(), secret, 300s, just_then - 300s));
  EXPECT_EQ(refusal(body, signed_headers(), secret, just_then + 301s).code(), errc::forbidden);
  EXPECT_EQ(refusal(body, signed_headers(), secret, just_then - 301s).code(), errc::forbidden);
}

TEST(webhook, needs_a_timestamp_of_digits) {
  for (std::string const at :
       {"", "soon", "1800000000.5", " 1800000000", "1800000000abc", "99999999999999999999999"})
    EXPECT_EQ(refusal(body, signed_headers(body, at)).code(), errc::invalid_request) << at;
  EXPECT_EQ(refusal(body, header_list{}).code(), errc::invalid_request);
}

TEST(webhook, with_a_timestamp_at_the_end_of_numbers_is_too_far_ahead) {
  EXPECT_EQ(refusal(body, signed_headers(body, "9223372036854775807")).code(), errc::forbidden);
}

TEST(webhook, is_refused_when_one_byte_differs) {
  std::string changed = body;
  changed.back() = ' ';
  EXPECT_EQ(refusal(changed, signed_headers()).code(), errc::unauthorized);
  EXPECT_EQ(refusal(body, signed_headers(body, std::to_string(signed_at), "whsec_other")).code(),
            errc::unauthorized);
}

TEST(webhook, needs_the_signature_as_the_api_writes_it) {
  auto headers = signed_headers();
  std::string const good = headers[1].second;
  for (std::string const& text :
       {std::string(), good.substr(7), good + "0", good.substr(0, 70), "SHA256" + good.substr(6)}) {
    headers[1].second = text;
    EXPECT_EQ(refusal(body, headers).code(), errc::unauthorized) << text;
  }
  headers.erase(headers.begin() + 1);
  EXPECT_EQ(refusal(body, headers).code(), errc::unauthorized);
}

TEST(webhook, must_be_json_of_the_right_shape) {
  EXPECT_EQ(refusal("{", signed_headers("{")).code(), errc::bad_json);
  for (std::string const text : {"[]", R"({"id":"i","data":{}})", R"({"type":"t","data":{}})",
                                 R"({"type":"t","id":7,"data":{}})", R"({"type":"t","id":"i","data":[]})"})
    EXPECT_EQ(refusal(text, signed_headers(text)).code(), errc::bad_reply) << text;
}

TEST(webhook, tells_the_first_of_several_faults) {
  std::string const text = "not json";
  header_list wrong = {{"X-H-Webhook-Signature", "sha256=00"}, {"X-H-Webhook-Timestamp", "x"}};
  EXPECT_EQ(refusal(text, wrong, std::vector<std::string>()).code(), errc::invalid_argument);
  EXPECT_EQ(refusal(text, wrong).code(), errc::invalid_request);
  wrong[1].second = "5";
  EXPECT_EQ(refusal(text, wrong).code(), errc::forbidden);
  wrong[1].second = std::to_string(signed_at);
  EXPECT_EQ(refusal(text, wrong).code(), errc::unauthorized);
}

}  // namespace
}  // namespace hai
