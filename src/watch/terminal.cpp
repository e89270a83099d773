#include "watch/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <string_view>

namespace hai::watch {
namespace {

std::string_view environment(char const* name) {
  char const* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

bool is_terminal(int fd) { return ::isatty(fd) == 1 && environment("TERM") != "dumb"; }

std::size_t terminal_columns(int fd) {
  constexpr std::size_t usual = 80;
  winsize size{};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

bool colour_is_welcome() { return environment("NO_COLOR").empty(); }

std::chrono::seconds local_utc_offset() {
  std::time_t const now = std::time(nullptr);
  std::tm local{};
  return std::chrono::seconds(::localtime_r(&now, &local) ? local.tm_gmtoff : 0);
}

}  // namespace hai::watch
