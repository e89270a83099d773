#include "watch/status_line.hpp"

#include <cstdio>

#include "watch/clock_words.hpp"
#include "watch/safe_text.hpp"

namespace hai::watch {
namespace {

constexpr std::string_view clear_row = "\r\x1b[K";

}  // namespace

std::string status_line(fleet_counts const& counts, double events_per_second, std::chrono::seconds elapsed,
                        std::size_t columns) {
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.1f", events_per_second);
  std::string const text = std::to_string(counts.running) + " running · " + std::to_string(counts.idle) +
                           " idle · " + std::to_string(counts.ended) + " ended · " +
                           std::to_string(counts.failed) + " failed · " + rate + " events/s · " +
                           elapsed_words(elapsed);
  return safe_text(text, columns);
}

std::string status_row::with_lines(std::string_view lines, std::string_view status) {
  std::string out = cleared();
  out += lines;
  out += status;
  shown_ = status;
  return out;
}

std::string status_row::redrawn(std::string_view status) {
  if (status == shown_) return {};
  std::string out = cleared();
  out += status;
  shown_ = status;
  return out;
}

std::string status_row::cleared() {
  if (shown_.empty()) return {};
  shown_.clear();
  return std::string(clear_row);
}

}  // namespace hai::watch
