#pragma once

#include <concepts>
#include <hai/detail/export.hpp>
#include <hai/file_input.hpp>
#include <hai/image_input.hpp>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace hai {

/// A message to an agent: text, and images and files beside it. What carries it refuses, with
/// errc::invalid_argument and before it sends a byte, an image that is no data URI, a file name with a
/// directory, more than 10 files or 7 MB of them, and a body over 10,000,000 bytes.
class HAI_EXPORT user_message {
 public:
  user_message() = default;
  user_message(std::string text) : message_(std::move(text)) {}
  user_message(char const* text) : message_(text) {}

  user_message& message(std::string text) { return message_ = std::move(text), *this; }

  /// One more image.
  user_message& image(image_input value) { return images_.push_back(std::move(value)), *this; }
  /// All images, in place of those given before: image_inputs, or texts that are data URIs.
  user_message& images(std::initializer_list<image_input> values) {
    return images_.assign(values.begin(), values.end()), *this;
  }
  template <std::ranges::input_range Range>
  requires std::convertible_to<std::ranges::range_reference_t<Range>, image_input> user_message& images(
      Range const& values) {
    images_.clear();
    for (auto const& each : values) images_.push_back(each);
    return *this;
  }

  /// One more file.
  user_message& file(file_input value) { return files_.push_back(std::move(value)), *this; }
  /// All files, in place of those given before.
  user_message& files(std::vector<file_input> values) { return files_ = std::move(values), *this; }

  /// Who speaks. Default: "user".
  user_message& caller_id(std::string value) { return caller_id_ = std::move(value), *this; }

  std::string const& message() const { return message_; }
  std::vector<image_input> const& images() const { return images_; }
  std::vector<file_input> const& files() const { return files_; }
  std::optional<std::string> const& caller_id() const { return caller_id_; }

 private:
  std::string message_;
  std::vector<image_input> images_;
  std::vector<file_input> files_;
  std::optional<std::string> caller_id_;
};

}  // namespace hai
