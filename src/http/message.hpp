#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hai/detail/block_memory.hpp>

#include "http/body_text.hpp"

namespace hai::http {

/// One request, ready to be sent on whatever wire there is.
struct request {
  std::string_view method = "GET";  ///< static text
  std::string_view route;           ///< static template for errors and observers: "/sessions/{id}/changes"
  std::string target;               ///< path and query as sent, from the first '/'
  std::vector<std::pair<std::string, std::string>> headers;  ///< beside Host and those of framing
  std::shared_ptr<std::string const> usual_lines;  ///< further headers as written, checked by header_lines()
  std::string body;
  std::string_view content_type;  ///< static text; empty: no body
  bool repeatable =
      true;  ///< may be sent again, unseen, when a reused connection dies before the first byte of a reply
  bool carries_key = false;  ///< for errors
  bool has_template = true;  ///< `route` is one; else it is for errors only
  int attempt = 1;           ///< counts from 1; for observers, as the next
  std::uint64_t stream = 0;  ///< the number of the stream or sweep that asks; 0: a plain call

  std::string_view observed_route() const { return has_template ? route : "(other)"; }
};

/// A field that most replies have.
using header_text = std::basic_string<char, std::char_traits<char>, detail::block_allocator<char>>;

/// One reply, read whole; the body is already decoded.
struct reply {
  static void* operator new(std::size_t size) { return detail::block_memory::take(size); }
  static void* operator new(std::size_t, void* place) noexcept { return place; }
  static void operator delete(void* block, std::size_t size) noexcept {
    detail::block_memory::give(block, size);
  }

  int status = 0;
  body_text body;
  std::string location;
  header_text request_id;
  std::string retry_after;       ///< as received; see http::retry_policy
  std::string rate_limit_reset;  ///< X-RateLimit-Reset as received
};

}  // namespace hai::http
