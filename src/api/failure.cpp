#include "api/failure.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "http/asked_delay.hpp"
#include "model/bad_document.hpp"
#include "model/error_detail.hpp"

namespace hai::api {
namespace {

constexpr std::size_t longest_kept_body = 64 * 1024;

errc code_of(int status, bool with_key) {
  switch (status) {
    case 401:
      return with_key ? errc::unauthorized : errc::no_api_key;
    case 403:
      return errc::forbidden;
    case 404:
      return errc::not_found;
    case 408:
      return errc::timed_out;
    case 409:
      return errc::conflict;
    case 429:
      return errc::rate_limited;
    default:
      break;
  }
  if (status >= 500) return errc::server_error;
  if (status >= 400) return errc::invalid_request;
  return errc::bad_reply;
}

std::string hint_for(int status, bool with_key) {
  if (status != 401) return {};
  return with_key ? " (the key was refused: check HAI_API_KEY, and that it belongs to this region)"
                  : " (no API key was sent: set HAI_API_KEY, or client_options::api_key)";
}

bool has_header(http::request const& asked, std::string_view name) {
  return std::any_of(asked.headers.begin(), asked.headers.end(),
                     [&](auto const& header) { return header.first == name; });
}

std::string tried(http::request const& asked) {
  return std::string(asked.method) + " " + std::string(asked.route) + ": ";
}

error::reply_facts facts_of(http::reply const& got) {
  error::reply_facts facts;
  facts.status = got.status;
  facts.request_id = got.request_id;
  facts.body = got.body.view().substr(0, longest_kept_body);
  facts.retry_after = http::retry_after(got.retry_after, std::chrono::system_clock::now());
  return facts;
}

}  // namespace

bool is_in_flight(http::request const& asked, http::reply const& got) {
  return got.status == 409 && !got.retry_after.empty() && has_header(asked, "Idempotency-Key");
}

error failure_of(http::request const& asked, http::reply const& got) {
  bool const with_key = asked.carries_key;
  error::reply_facts facts = facts_of(got);
  facts.detail = model::error_detail(got.body);
  std::string text = tried(asked) + std::to_string(got.status);
  if (!facts.detail.empty()) text += ": " + facts.detail;
  text += hint_for(got.status, with_key);
  if (is_in_flight(asked, got))
    text +=
        " (another request with its Idempotency-Key is still at work: ask again with that key, or look "
        "among the sessions)";
  return error(code_of(got.status, with_key), std::move(text), std::move(facts));
}

error failure_of(http::request const& asked, http::reply const& got, char const* why) {
  return error(errc::bad_reply, tried(asked) + std::to_string(got.status) + ": " + why, facts_of(got));
}

error failure_elsewhere(http::request const& asked, http::reply const& got, net::origin const& where) {
  return error(code_of(got.status, true),
               tried(asked) + std::to_string(got.status) + " from " + net::authority(where) +
                   ", which was asked without the API key",
               facts_of(got));
}

error failure_of(http::request const& asked, http::reply const& got, model::bad_document const& cause) {
  bool const broken = cause.reason() == model::bad_document::fault::syntax;
  return error(broken ? errc::bad_json : errc::bad_reply,
               tried(asked) + std::to_string(got.status) + ": unusable reply: " + cause.what(),
               facts_of(got));
}

error failure_of(http::request const& asked, error const& cause) {
  error::reply_facts facts;
  facts.status = cause.status();
  facts.detail = cause.detail();
  facts.body = cause.body();
  return error(cause.code(), tried(asked) + cause.what(), std::move(facts));
}

error reply_lost(http::request const& asked, error const& cause) {
  return error(errc::reply_lost,
               tried(asked) + "the request was sent, but its reply was lost (" + cause.what() +
                   "); it may have been carried out: look at the session before sending it again");
}

}  // namespace hai::api
