#include "api/redirects.hpp"

#include <hai/error.hpp>

#include "api/failure.hpp"
#include "http/base_url.hpp"
#include "http/percent.hpp"

namespace hai::api {
namespace {

/// All that RFC 3986 lets stand in a path or a query, and '%', whose escapes are there already.
bool is_url_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
  return c != '\0' && std::string_view("-._~:/?[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

/// Path and query for the wire, from its first '/'.
std::string wire_target(std::string_view text) {
  text = text.substr(0, text.find('#'));
  std::string target;
  if (!text.starts_with('/')) target += '/';
  for (char const& c : text)
    is_url_char(c) ? target.append(1, c) : target.append(http::percent_encoded(std::string_view(&c, 1)));
  return target;
}

bool keeps_the_request(int status) { return status == 307 || status == 308; }

}  // namespace

place read_url(std::string_view url, std::string const& what) {
  auto const scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos)
    throw error(errc::invalid_argument, what + ": an absolute https URL is needed");
  auto const authority_end = url.find_first_of("/?#", scheme_end + 3);
  std::string_view const origin = url.substr(0, authority_end);
  try {
    place found;
    found.where = http::parse_base_url(origin).where;
    found.target = wire_target(url.substr(origin.size()));
    return found;
  } catch (error const&) {
    throw error(errc::invalid_argument,
                what + ": an https URL without user name is needed (http for loopback hosts only)");
  }
}

place redirected(place const& here, std::string_view location) {
  if (location.find("://") < location.find_first_of("/?#")) return read_url(location, "the redirect");
  if (location.starts_with("//"))
    return read_url((here.where.tls ? "https:" : "http:") + std::string(location), "the redirect");
  std::string const path = here.target.substr(0, here.target.find('?'));
  if (location.starts_with('/')) return place{here.where, wire_target(location)};
  if (location.starts_with('?')) return place{here.where, path + wire_target(location).substr(1)};
  return place{here.where, path.substr(0, path.rfind('/') + 1) + wire_target(location).substr(1)};
}

place next_place(http::request const& asked, http::reply const& got, place const& here) {
  try {
    return redirected(here, got.location);
  } catch (error const& cause) {
    throw failure_of(asked, got, cause.what());
  }
}

std::string next_target(http::request const& asked, http::reply const& got, net::origin const& here) {
  place to = next_place(asked, got, place{here, asked.target});
  if (to.where != here)
    throw failure_of(asked, got, "a redirect of a stream to another host is not followed");
  return std::move(to.target);
}

bool is_redirect(http::reply const& got) {
  bool const by_status =
      got.status == 301 || got.status == 302 || got.status == 303 || keeps_the_request(got.status);
  return by_status && !got.location.empty();
}

bool is_followed(http::request const& asked, http::reply const& got, bool stays_with_api) {
  bool const only_looks = asked.method == "GET" || asked.method == "HEAD";
  return only_looks || (stays_with_api && keeps_the_request(got.status));
}

}  // namespace hai::api
