#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hai::simulation {

struct received_request {
  std::string method;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  bool takes_gzip = false;
  std::string body;

  std::optional<std::string> parameter(std::string_view name) const;
  std::size_t number(std::string_view name, std::size_t otherwise) const;
};

/// Takes one whole request out of the front of `bytes`; nothing while it is not whole.
std::optional<received_request> take_request(std::string& bytes);

enum class framing { content_length, chunked, until_close };

struct sent_reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  framing frames = framing::content_length;
  std::size_t chunk = 1000;  ///< bytes in a chunk
  bool gzip = false;
  bool keeps_alive = true;
  bool has_events = false;
  bool breaks_halfway = false;
  bool is_oversized = false;  ///< over the client's limit
};

std::string wire_text(sent_reply const& reply);

}  // namespace hai::simulation
