#pragma once

#include <hai/detail/export.hpp>
#include <optional>
#include <string>
#include <utility>

namespace hai {

/// An image in an event: a link to it, or the image itself.
struct HAI_EXPORT image_content {
  image_content() = default;
  /// `type` is "url" or "base64".
  explicit image_content(std::string image_source, std::string source_type = "url")
      : source(std::move(image_source)), type(std::move(source_type)) {}

  /// The absolute URL, or the base64 text, as `type` says.
  std::string source;
  std::string type;
  /// Such as "image/png", where the server tells it.
  std::optional<std::string> media_type;
};

}  // namespace hai
