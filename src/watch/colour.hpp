#pragma once

#include <string>
#include <string_view>

#include "watch/event_words.hpp"

namespace hai::watch {

/// Puts colours on safe text, or none: then every text comes back as it is.
class colours {
 public:
  explicit colours(bool on) : on_(on) {}

  std::string dim(std::string_view text) const { return painted("2", text); }
  std::string in_tone(watch::tone tone, std::string_view text) const;
  /// The same colour for the same session in every run.
  std::string of_session(std::string_view id, std::string_view text) const;

 private:
  std::string painted(std::string_view parameters, std::string_view text) const;

  bool on_;
};

}  // namespace hai::watch
