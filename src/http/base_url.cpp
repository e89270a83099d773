#include "http/base_url.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include <hai/error.hpp>

#include "http/base64.hpp"

namespace hai::http {
namespace {

namespace urls = boost::urls;

[[noreturn]] void refuse(std::string const& why) { throw error(errc::invalid_argument, why); }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

urls::url_view parsed(std::string_view text, std::string const& what) {
  auto const result = urls::parse_uri({text.data(), text.size()});
  // Boost 1.81 reads "host:word" as an empty port followed by a path without a slash.
  bool const path_is_sound =
      result && (result->encoded_path().empty() || result->encoded_path().front() == '/');
  if (!path_is_sound || !result->has_authority())
    refuse(what + " is not a URL of the form https://host[:port]");
  return *result;
}

std::string host_of(urls::url_view const& url, std::string const& what) {
  if (url.host_type() == urls::host_type::ipv6)
    return lower(std::string(url.host_ipv6_address().to_string()));
  std::string host = lower(std::string_view(url.encoded_host().data(), url.encoded_host().size()));
  if (host.empty()) refuse(what + " has no host");
  if (url.host_type() == urls::host_type::ipvfuture ||
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") != std::string::npos)
    refuse(what + " has a host name with characters that no host name has");
  return host;
}

std::uint16_t port_of(urls::url_view const& url, std::uint16_t by_default, std::string const& what) {
  // Boost 1.81 wraps a port that is too large, so its number is read here.
  std::string const text(url.port());
  if (text.empty()) return by_default;
  unsigned number = 0;
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || number == 0 || number > 65535)
    refuse(what + " has a port that is not between 1 and 65535");
  return static_cast<std::uint16_t>(number);
}

}  // namespace

std::string base_url::target(std::string_view path, std::string_view query) const {
  return std::string(prefix).append(path).append(query);
}

base_url parse_base_url(std::string_view text) {
  std::string const what = "the base URL";
  auto const url = parsed(text, what);
  bool const is_https = url.scheme_id() == urls::scheme::https;
  if (!is_https && url.scheme_id() != urls::scheme::http) refuse(what + " must begin with https://");
  if (url.has_userinfo()) refuse(what + " must not hold a user name or password");
  if (url.has_query()) refuse(what + " must not have a query");
  if (url.has_fragment()) refuse(what + " must not have a fragment");

  base_url result;
  result.where.tls = is_https;
  result.where.host = host_of(url, what);
  result.where.port = port_of(url, is_https ? 443 : 80, what);
  if (!is_https && !is_loopback(result.where.host))
    refuse(what + " must begin with https://: plain http is for loopback hosts only");
  result.prefix.assign(url.encoded_path().data(), url.encoded_path().size());
  while (result.prefix.ends_with('/')) result.prefix.pop_back();
  return result;
}

bool is_loopback(std::string_view host) {
  if (host == "::1" || host == "localhost" || host.ends_with(".localhost")) return true;
  auto const address = urls::parse_ipv4_address({host.data(), host.size()});
  return address && address->to_bytes()[0] == 127;
}

net::proxy parse_proxy_url(std::string_view text) {
  std::string const what = "the proxy URL";
  std::string const with_scheme =
      text.find("://") == std::string_view::npos ? "http://" + std::string(text) : std::string(text);
  auto const url = parsed(with_scheme, what);
  if (url.scheme_id() != urls::scheme::http) refuse(what + " must begin with http://");
  if (url.has_query() || url.has_fragment() || (!url.encoded_path().empty() && url.encoded_path() != "/"))
    refuse(what + " must not have a path, a query or a fragment");
  net::proxy result;
  result.host = host_of(url, what);
  result.port = port_of(url, 80, what);
  if (url.has_userinfo()) {
    std::string const credentials = url.user() + ":" + url.password();
    result.authorization = "Basic " + base64(credentials);
  }
  return result;
}

bool is_exempt(std::string_view no_proxy, net::origin const& where) {
  constexpr std::string_view separators = ", \t";
  while (true) {
    auto const first = no_proxy.find_first_not_of(separators);
    if (first == std::string_view::npos) return false;
    no_proxy.remove_prefix(first);
    std::string entry = lower(no_proxy.substr(0, no_proxy.find_first_of(separators)));
    no_proxy.remove_prefix(entry.size());

    bool const is_bare_ipv6 = std::count(entry.begin(), entry.end(), ':') > 1 && entry.front() != '[';
    auto const colon = is_bare_ipv6 ? std::string::npos : entry.rfind(':');
    if (colon != std::string::npos && entry.find(']', colon) == std::string::npos) {
      if (entry.substr(colon + 1) != std::to_string(where.port)) continue;
      entry.resize(colon);
    }
    if (entry == "*") return true;
    if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    if (entry.starts_with("*.")) entry.erase(0, 1);
    if (entry.starts_with('.')) entry.erase(0, 1);
    if (entry.empty()) continue;
    if (where.host == entry || where.host.ends_with("." + entry)) return true;
  }
}

std::optional<net::proxy> proxy_to(net::origin const& where, std::string_view proxy_url,
                                   std::string_view no_proxy) {
  if (!where.tls || proxy_url.empty() || is_exempt(no_proxy, where)) return std::nullopt;
  return parse_proxy_url(proxy_url);
}

}  // namespace hai::http
