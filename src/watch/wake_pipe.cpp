#include "watch/wake_pipe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace hai::watch {

wake_pipe::wake_pipe() {
  if (::pipe(ends_) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  for (int const end : ends_) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
}

wake_pipe::~wake_pipe() {
  ::close(ends_[0]);
  ::close(ends_[1]);
}

void wake_pipe::wake() {
  // A full pipe wakes as well as one byte more would.
  [[maybe_unused]] auto const written = ::write(ends_[1], "w", 1);
}

void wake_pipe::reset() {
  char bytes[64];
  while (::read(ends_[0], bytes, sizeof bytes) > 0) {
  }
}

}  // namespace hai::watch
