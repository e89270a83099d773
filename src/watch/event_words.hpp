#pragma once

#include <string>

#include <hai/events/event_payload.hpp>

namespace hai::watch {

/// What an event is about: chooses its colour.
enum class tone { note, action, page, tool, message, answer, state, trouble };

struct event_words {
  watch::tone tone = watch::tone::note;
  std::string text;  ///< one line, safe to print
};

/// What happened, in words a person reads.
event_words words_of(event_payload const& payload);

}  // namespace hai::watch
