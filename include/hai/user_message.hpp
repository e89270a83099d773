#pragma once

#include <string>
#include <utility>

namespace hai {

/// A message to an agent.
class user_message {
 public:
  user_message() = default;
  user_message(std::string text) : message_(std::move(text)) {}
  user_message(char const* text) : message_(text) {}

  user_message& message(std::string text) { return message_ = std::move(text), *this; }

  std::string const& message() const { return message_; }

 private:
  std::string message_;
};

}  // namespace hai
