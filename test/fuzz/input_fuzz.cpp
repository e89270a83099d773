// What users and servers put into URLs and headers: accepted whole or refused with an error, never let
// through to split a request.

#include <cstddef>
#include <cstdint>
#include <hai/error.hpp>
#include <string>

#include "http/asked_delay.hpp"
#include "http/base_url.hpp"
#include "http/percent.hpp"
#include "http/wire_request.hpp"
#include "net/proxy_tunnel.hpp"
#include "require.hpp"

namespace {

template <class Try>
void attempt(Try action) {
  try {
    action();
  } catch (hai::error const&) {
  }
}

void require_one_line(std::string const& text) {
  require(text.find_first_of(std::string_view("\r\n\0 ", 4)) == std::string::npos,
          "no line, word or text ends early");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  attempt([&] {
    auto const base = hai::http::parse_base_url(text);
    require(base.where.tls || hai::http::is_loopback(base.where.host), "plain HTTP stays on this machine");
    require_one_line(base.prefix);
    require_one_line(hai::net::authority(base.where));
  });
  attempt([&] { require_one_line(hai::http::parse_proxy_url(text).host); });
  attempt([&] { require_one_line(hai::http::path_segment(text, "text")); });
  attempt([&] {
    hai::http::check_header("X-Text", text);
    require(text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
            "a header stays one header");
  });
  attempt([&] { hai::http::check_header(text, "value"); });
  attempt([&] { static_cast<void>(hai::net::parse_tunnel_reply(text, "proxy")); });
  hai::net::origin where;
  where.host = "api.example";
  static_cast<void>(hai::http::is_exempt(text, where));
  auto const asked = hai::http::retry_after(text, std::chrono::system_clock::time_point());
  require(!asked || (asked->count() > 0 && *asked <= hai::http::longest_asked_delay),
          "a pause has its bounds");
  return 0;
}
