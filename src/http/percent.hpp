#pragma once

#include <string>
#include <string_view>

namespace hai::http {

/// Percent-encodes all but RFC 3986's unreserved characters (letters, digits, "-._~"): right for a path
/// segment and for the name or value of a query parameter.
std::string percent_encoded(std::string_view text);

/// An id as one segment of a path. Throws hai::error errc::invalid_argument, naming `what`, for an empty one
/// and for "." and "..": no encoding keeps servers from resolving those.
std::string path_segment(std::string_view id, std::string_view what);

/// The query of a target, built up: "?a=1&b=x%20y"; empty without parameters.
class query_text {
 public:
  query_text& add(std::string_view name, std::string_view value);
  std::string const& text() const noexcept { return text_; }

 private:
  std::string text_;
};

}  // namespace hai::http
