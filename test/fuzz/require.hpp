#pragma once

#include <cstdio>
#include <cstdlib>

/// Ends the program, which libFuzzer reports with the input that did it.
inline void require(bool holds, char const* rule) {
  if (holds) return;
  std::fprintf(stderr, "broken rule: %s\n", rule);
  std::abort();
}
