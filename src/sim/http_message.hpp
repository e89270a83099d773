#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hai::sim {

/// A request as the routes see it: the path split and decoded, header names in lower case.
struct request {
  std::string method, target, body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string> path;
  std::vector<std::pair<std::string, std::string>> query;
  bool keep_alive = true;

  std::string const* header(std::string_view lower_case_name) const;
  std::string const* parameter(std::string_view name) const;  ///< the last one of that name
  std::vector<std::string> parameters(std::string_view name) const;

  /// Fills path and query. Escapes that are none are taken as text.
  void split_target();
};

struct reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

std::string percent_decoded(std::string_view, bool plus_is_space);
std::string percent_encoded(std::string_view segment);        ///< for one segment of a path
std::string percent_encoded_path(std::string_view segments);  ///< slashes stay

/// The whole reply's head, with the length or the framing the caller has chosen among `headers`.
std::string head_text(reply const&);

reply json_reply(int status, std::string body);
reply empty_reply(int status);
/// `{"detail": "text"}`: how the application refuses.
reply detail_reply(int status, std::string_view text);
/// A 422 with one validation item; `loc` and `input` are JSON, `extra` further members with a leading comma.
reply validation_reply(std::string_view type, std::string_view loc, std::string_view message,
                       std::string_view input, std::string_view extra = {});

}  // namespace hai::sim
