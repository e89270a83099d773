#include "simulation/fleet/journal.hpp"

#include <cstdio>

namespace hai::simulation {

std::string in_seconds(net::duration span) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f s", std::chrono::duration<double>(span).count());
  return text;
}

void journal::note(net::duration at, std::string const& text) const {
  if (prints_) std::printf("%12s  %s\n", in_seconds(at).c_str(), text.c_str());
}

void journal::wrong(net::duration at, std::string text) {
  note(at, "WRONG: " + text);
  wrongs_.push_back("at " + in_seconds(at) + ": " + std::move(text));
}

}  // namespace hai::simulation
