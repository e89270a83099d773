#include "watch/output.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

namespace hai::watch {
namespace {

/// A pipe, terminal or socket that poll() calls writable takes this much without blocking; a file takes
/// anything.
std::size_t bytes_at_once(int fd) {
  struct stat about {};
  bool const is_file = ::fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  return is_file ? std::size_t(INT_MAX) : std::size_t(PIPE_BUF);
}

constexpr short gone = POLLERR | POLLHUP | POLLNVAL;

}  // namespace

output::output(int stdout_fd, int stderr_fd, std::function<void()> on_progress)
    : stdout_fd_(stdout_fd), stderr_fd_(stderr_fd), on_progress_(std::move(on_progress)) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the thread that handles them
  thread_ = std::thread([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

output::~output() {
  abandoned_ = true;
  abandon_.wake();
  work_.wake();
  thread_.join();
}

void output::put(int fd, std::string text) {
  if (text.empty() || (fd == stdout_fd_ && stdout_error_ != 0)) return;
  waiting_ += text.size();
  {
    std::lock_guard const lock(mutex_);
    items_.push_back({fd, std::move(text)});
  }
  work_.wake();
}

std::vector<output::item> output::take() {
  std::lock_guard const lock(mutex_);
  return std::exchange(items_, {});
}

void output::run() {
  while (!abandoned_) {
    wait_for_work();
    work_.reset();
    for (item const& one : take()) {
      if (!write_whole(one)) return;
      waiting_ -= one.text.size();
    }
    on_progress_();
  }
}

void output::wait_for_work() {
  // Asking for nothing still tells that the reader of a pipe is gone.
  pollfd watched[] = {{work_.readable_end(), POLLIN, 0}, {stdout_error_ == 0 ? stdout_fd_ : -1, 0, 0}};
  if (::poll(watched, 2, -1) > 0 && (watched[1].revents & gone) != 0) stdout_failed(EPIPE);
}

bool output::write_whole(item const& one) {
  std::size_t const most = bytes_at_once(one.fd);
  std::string_view rest = one.text;
  while (!rest.empty()) {
    if (one.fd == stdout_fd_ && stdout_error_ != 0) return true;
    if (!wait_until_writable(one.fd)) return false;
    ssize_t const written = ::write(one.fd, rest.data(), std::min(rest.size(), most));
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      if (one.fd == stdout_fd_) stdout_failed(errno);
      return true;
    }
  }
  return true;
}

bool output::wait_until_writable(int fd) {
  pollfd watched[] = {{fd, POLLOUT, 0}, {abandon_.readable_end(), POLLIN, 0}};
  while (::poll(watched, 2, -1) < 0 && errno == EINTR) {
  }
  return watched[1].revents == 0;
}

void output::stdout_failed(int error) {
  stdout_error_ = error;
  on_progress_();
}

}  // namespace hai::watch
