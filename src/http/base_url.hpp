#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/connector.hpp"
#include "net/origin.hpp"

namespace hai::http {

/// Where an API is: its origin, and the path that comes before each route.
struct base_url {
  net::origin where;
  std::string prefix;  ///< empty, or from its first '/' on without one at the end

  /// The target for a route: "/prefix" + "/api/v2/…" + "?…".
  std::string target(std::string_view path, std::string_view query = {}) const;
};

/// Reads "https://host[:port][/prefix]". Throws hai::error errc::invalid_argument for anything else: another
/// scheme, user information, a query, a fragment; http:// where the host is not loopback. The text of the
/// error does not repeat the URL, which may hold a secret.
base_url parse_base_url(std::string_view text);

/// localhost and the names under it, 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);

/// Reads "http://[user:password@]host[:port]", or the same without the scheme. Throws as parse_base_url does.
net::proxy parse_proxy_url(std::string_view text);

/// Whether NO_PROXY exempts an origin: entries split by commas or blanks, each a host, a domain
/// ("example.com" and ".example.com" both mean it and all under it), "*", with or without ":port".
bool is_exempt(std::string_view no_proxy, net::origin const& where);

/// The proxy that leads to an origin: none for plain http, an empty URL, or an origin that is exempt.
std::optional<net::proxy> proxy_to(net::origin const& where, std::string_view proxy_url,
                                   std::string_view no_proxy);

}  // namespace hai::http
