#include "api/download.hpp"

#include <hai/error.hpp>
#include <utility>

#include "api/attempts.hpp"
#include "api/new_request.hpp"
#include "http/base64.hpp"

namespace hai::api {
namespace asio = boost::asio;

namespace {

bool is_link(image_content const& image) {
  return image.type != "base64" && !image.source.starts_with("data:");
}

/// Base64 text, bare or as a data URI.
std::string decoded_bytes(std::string_view source) {
  if (source.starts_with("data:")) {
    auto const comma = source.find(',');
    bool const is_base64 = comma != std::string_view::npos && source.substr(0, comma).ends_with(";base64");
    source = is_base64 ? source.substr(comma + 1) : std::string_view("?");
  }
  auto bytes = http::from_base64(source);
  if (!bytes) throw error(errc::invalid_argument, "image_content: source: it is not base64");
  return std::move(*bytes);
}

/// Where a link leads; one that is a path lies where the API is.
place place_of(std::string const& source, caller const& who) {
  place const here{who.core->origin(), "/"};
  if (source.starts_with('/')) return redirected(here, source);
  return read_url(source, "image_content: source");
}

}  // namespace

asio::awaitable<std::string> download(caller who, image_content image) {
  if (!is_link(image)) co_return decoded_bytes(image.source);
  place to = place_of(image.source, who);
  bool const at_api = to.where == who.core->origin();
  auto const route = at_api ? "/sessions/{id}/resources/{bucket}/{key}" : "(an image's URL)";
  http::request request = new_request("GET", route, to.target);
  request.headers.emplace_back("Accept", "*/*");
  http::reply const reply = co_await carry_out_at(std::move(who), std::move(to), std::move(request));
  co_return reply.body.text();
}

}  // namespace hai::api
