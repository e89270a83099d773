#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <hai/detail/export.hpp>
#include <hai/observer.hpp>
#include <hai/pool_options.hpp>
#include <hai/region.hpp>
#include <hai/retry_options.hpp>
#include <hai/timeout_options.hpp>
#include <hai/tls_options.hpp>

namespace hai {

/// What a client is made with. A default-constructed one reads nothing from the environment; but see
/// observer.
class HAI_EXPORT client_options {
 public:
  using headers_type = std::vector<std::pair<std::string, std::string>>;

  /// Key from HAI_API_KEY, else H_API_KEY; base URL from HAI_API_BASE_URL, else HAI_BASE_URL, else
  /// H_API_BASE_URL, else the European region; proxy from HTTPS_PROXY with the exceptions of NO_PROXY. An
  /// empty variable counts as unset.
  static client_options from_environment();

  /// The API key, sent to the API's own origin and nowhere else.
  client_options& api_key(std::string key);
  /// Asked for the key before each request, from any thread; it must not block. What it throws fails the
  /// request.
  client_options& api_key(std::function<std::string()> source);
  /// Origin of the API, with an optional path prefix: "https://host[:port][/prefix]". http:// only for a
  /// loopback host.
  client_options& base_url(std::string url) { return base_url_ = std::move(url), *this; }
  /// The base URL of a region.
  client_options& region(hai::region where);
  /// Put before the library's own User-Agent.
  client_options& user_agent(std::string text) { return user_agent_ = std::move(text), *this; }
  /// One more header for each request to the API. CR, LF and NUL are refused; Authorization, Host and those
  /// of framing too.
  client_options& header(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  client_options& retry(retry_options value) { return retry_ = value, *this; }
  client_options& timeouts(timeout_options value) { return timeouts_ = value, *this; }
  client_options& pool(pool_options value) { return pool_ = value, *this; }
  client_options& tls(tls_options value) { return tls_ = std::move(value), *this; }
  /// "http://[user:password@]host:port": connections to the API are tunnelled through it (CONNECT). Empty:
  /// none.
  client_options& proxy(std::string url) { return proxy_ = std::move(url), *this; }
  /// Hosts to reach without the proxy, as NO_PROXY lists them: "localhost,.internal.example,10.1.2.3:8443";
  /// "*": all.
  client_options& no_proxy(std::string list) { return no_proxy_ = std::move(list), *this; }
  /// Whether replies may come compressed. Default: true.
  client_options& gzip(bool accept) { return gzip_ = accept, *this; }

  /// Told of what happens beneath the results; several by an observer_group. Default: none, or a log_observer
  /// that writes to stderr where HAI_LOG is warn, info or debug when the client is made.
  client_options& observer(std::shared_ptr<hai::observer> who) { return observer_ = std::move(who), *this; }

  /// The key as it is now: the text that was given, or what the source answers. Empty: none.
  std::string api_key() const { return api_key_ ? api_key_() : std::string(); }
  bool has_api_key() const { return static_cast<bool>(api_key_); }
  std::string const& base_url() const { return base_url_; }
  std::string const& user_agent() const { return user_agent_; }
  headers_type const& headers() const { return headers_; }
  retry_options const& retry() const { return retry_; }
  timeout_options const& timeouts() const { return timeouts_; }
  pool_options const& pool() const { return pool_; }
  tls_options const& tls() const { return tls_; }
  std::string const& proxy() const { return proxy_; }
  std::string const& no_proxy() const { return no_proxy_; }
  bool gzip() const { return gzip_; }
  std::shared_ptr<hai::observer> const& observer() const { return observer_; }

 private:
  std::function<std::string()> api_key_;
  std::string base_url_ = "https://agp.eu.hcompany.ai";
  std::string user_agent_;
  headers_type headers_;
  retry_options retry_;
  timeout_options timeouts_;
  pool_options pool_;
  tls_options tls_;
  std::string proxy_;
  std::string no_proxy_;
  bool gzip_ = true;
  std::shared_ptr<hai::observer> observer_;
};

}  // namespace hai
