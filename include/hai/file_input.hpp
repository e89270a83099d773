#pragma once

#include <cstddef>
#include <filesystem>
#include <hai/detail/export.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace hai {

/// A file to send with a user_message: it is put where the agent works.
class HAI_EXPORT file_input {
 public:
  /// Bytes under a name, which must not have a directory.
  static file_input from_bytes(std::string name, std::string_view bytes);
  /// Reads a file, now, under its own name; its media type is told by its extension where that is known.
  /// Throws hai::error with errc::invalid_argument, naming the file, for one that cannot be read or is too
  /// large to be sent.
  static file_input from_file(std::filesystem::path const& path);

  file_input& name(std::string value) { return name_ = std::move(value), *this; }
  /// Such as "application/pdf". Default: none, and the server guesses.
  file_input& media_type(std::string value) { return media_type_ = std::move(value), *this; }

  std::string const& name() const { return name_; }
  std::string const& media_type() const { return media_type_; }
  /// The content in base64.
  std::string const& base64() const { return base64_; }
  /// Of the content itself.
  std::size_t size_bytes() const { return size_bytes_; }

 private:
  file_input(std::string name, std::string base64, std::size_t size_bytes)
      : name_(std::move(name)), base64_(std::move(base64)), size_bytes_(size_bytes) {}

  std::string name_;
  std::string media_type_;
  std::string base64_;
  std::size_t size_bytes_;
};

}  // namespace hai
