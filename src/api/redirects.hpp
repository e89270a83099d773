#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"
#include "net/origin.hpp"

namespace hai::api {

/// Where a request goes: an origin, and path and query there.
struct place {
  net::origin where;
  std::string target;
};

/// Reads "https://host[:port]/path?query"; a fragment is dropped, and what no URL may hold as it is gets
/// percent-encoded. Plain http is for loopback hosts only. Throws errc::invalid_argument, its text beginning
/// with `what` and not repeating the URL, which may be signed.
place read_url(std::string_view url, std::string const& what);

/// Where a Location header leads from `here`. Throws as read_url does.
place redirected(place const& here, std::string_view location);

/// Where a reply to `asked` leads from `here`; a Location that cannot be followed is the request's failure.
place next_place(http::request const& asked, http::reply const& got, place const& here);

/// The same within one origin, which a stream does not leave: its key and its connection are for that.
/// Another one fails with errc::bad_reply, which may heal.
std::string next_target(http::request const& asked, http::reply const& got, net::origin const& here);

inline constexpr int most_redirects = 5;

/// Whether a reply sends the client elsewhere, by its status and Location.
bool is_redirect(http::reply const& got);

/// Whether a redirect of this request is followed: within the API's origin what keeps method and body as they
/// are; to any other host what has no body to give away.
bool is_followed(http::request const& asked, http::reply const& got, bool stays_with_api);

}  // namespace hai::api
