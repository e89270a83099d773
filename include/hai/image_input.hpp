#pragma once

#include <filesystem>
#include <hai/detail/export.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace hai {

/// An image to send with a user_message.
class HAI_EXPORT image_input {
 public:
  /// A data URI, "data:image/png;base64,…", as it is.
  image_input(std::string data_uri) : data_uri_(std::move(data_uri)) {}
  image_input(char const* data_uri) : data_uri_(data_uri) {}

  /// Encodes bytes of the given media type ("image/png").
  static image_input from_bytes(std::string_view bytes, std::string_view media_type);
  /// Reads a file, now; its media type is told by its extension (png, jpg, jpeg, gif, webp, bmp, svg). Throws
  /// hai::error with errc::invalid_argument, naming the file, for one that cannot be read, of another
  /// extension, or too large to be sent.
  static image_input from_file(std::filesystem::path const& path);

  std::string const& data_uri() const { return data_uri_; }

 private:
  std::string data_uri_;
};

}  // namespace hai
