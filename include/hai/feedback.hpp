#pragma once

#include <hai/detail/export.hpp>
#include <optional>
#include <string>
#include <utility>

namespace hai {

/// What a person thinks of a session, or of one of its events.
class HAI_EXPORT feedback {
 public:
  /// `was_success`: whether it did what it should.
  explicit feedback(bool was_success) : success_(was_success) {}
  feedback(bool was_success, std::string text) : success_(was_success), message_(std::move(text)) {}

  feedback& success(bool value) { return success_ = value, *this; }
  feedback& message(std::string text) { return message_ = std::move(text), *this; }

  bool success() const { return success_; }
  std::optional<std::string> const& message() const { return message_; }

 private:
  bool success_;
  std::optional<std::string> message_;
};

}  // namespace hai
