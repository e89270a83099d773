#include "watch/screen.hpp"

#include "watch/terminal.hpp"

namespace hai::watch {

screen::screen(output& out, fleet const& sessions, bool live, bool notices_share_it, int terminal_fd,
               time_point start)
    : out_(out),
      sessions_(sessions),
      live_(live),
      notices_share_it_(notices_share_it),
      terminal_fd_(terminal_fd),
      start_(start),
      rate_(start) {}

void screen::print(std::string lines) {
  if (lines.empty()) return;
  out_.print(live_ ? row_.with_lines(lines, status()) : std::move(lines));
}

void screen::notice(std::string message) {
  if (live_ && notices_share_it_) out_.print(row_.cleared());
  out_.notice(std::move(message));
  redraw();
}

void screen::redraw() {
  if (live_) out_.print(row_.redrawn(status()));
}

void screen::take_status_away() {
  if (live_) out_.print(row_.cleared());
  live_ = false;
}

std::string screen::status() {
  auto const now = std::chrono::steady_clock::now();
  auto const elapsed = std::chrono::floor<std::chrono::seconds>(now - start_);
  // One column stays free: a full row would wrap on some terminals.
  std::size_t const columns = terminal_columns(terminal_fd_) - 1;
  return status_line(sessions_.counts(), rate_.per_second(now), elapsed, columns);
}

}  // namespace hai::watch
