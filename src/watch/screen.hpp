#pragma once

#include <chrono>
#include <string>

#include "watch/event_rate.hpp"
#include "watch/fleet.hpp"
#include "watch/output.hpp"
#include "watch/status_line.hpp"

namespace hai::watch {

/// Where lines go: straight to standard output, or on a terminal above a live status line.
class screen {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  screen(output& out, fleet const& sessions, bool live, bool notices_share_it, int terminal_fd,
         time_point start);

  void print(std::string lines);
  /// A message for standard error.
  void notice(std::string message);
  void count(std::size_t events) { rate_.add(events, std::chrono::steady_clock::now()); }
  void redraw();
  void take_status_away();
  bool is_live() const { return live_; }

 private:
  std::string status();

  output& out_;
  fleet const& sessions_;
  bool live_, notices_share_it_;
  int terminal_fd_;
  time_point start_;
  event_rate rate_;
  status_row row_;
};

}  // namespace hai::watch
