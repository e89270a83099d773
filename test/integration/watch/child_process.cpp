#include "integration/watch/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace hai::test {
namespace {

constexpr std::chrono::seconds patience{60};  // a bound on a hanging test, not a measure

struct fd_pair {
  int ours, childs;
};

[[noreturn]] void fail(char const* what) { throw std::system_error(errno, std::generic_category(), what); }

int kept_from_children(int fd) {
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return fd;
}

fd_pair readable_pipe() {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  return {kept_from_children(ends[0]), kept_from_children(ends[1])};
}

fd_pair terminal() {
  int const ours = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (ours < 0 || ::grantpt(ours) != 0 || ::unlockpt(ours) != 0) fail("posix_openpt");
  int const childs = ::open(::ptsname(ours), O_RDWR | O_NOCTTY);
  if (childs < 0) fail("open terminal");
  winsize const size{24, 100, 0, 0};
  ::ioctl(childs, TIOCSWINSZ, &size);
  return {kept_from_children(ours), kept_from_children(childs)};
}

/// The text in a pipe, its writing end closed. It must fit into a pipe.
int pipe_with(std::string const& text) {
  fd_pair const made = readable_pipe();
  if (::write(made.childs, text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail("write");
  ::close(made.childs);
  return made.ours;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

int exit_code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

child_process::child_process(std::string program, std::vector<std::string> arguments,
                             std::map<std::string, std::string> environment, std::string stdin_text,
                             stdout_is kind) {
  fd_pair const out = kind == stdout_is::pipe ? readable_pipe() : terminal();
  fd_pair const err = readable_pipe();
  int const in = pipe_with(stdin_text);
  arguments.insert(arguments.begin(), program);
  std::vector<std::string> variables;
  for (auto const& [name, value] : environment) variables.push_back(name + '=' + value);
  // A build that counts which lines run is told so where to.
  if (char const* const counts = ::getenv("LLVM_PROFILE_FILE"))
    variables.push_back(std::string("LLVM_PROFILE_FILE=") + counts);
  std::vector<char*> const argv = pointers(arguments), envp = pointers(variables);
  pid_ = ::fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out.childs, STDOUT_FILENO);
    ::dup2(err.childs, STDERR_FILENO);
    ::execve(program.c_str(), argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(in);
  ::close(out.childs);
  ::close(err.childs);
  out_fd_ = out.ours;
  err_fd_ = err.ours;
}

child_process::~child_process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (out_fd_ >= 0) ::close(out_fd_);
  if (err_fd_ >= 0) ::close(err_fd_);
}

bool child_process::read_until(std::function<bool(std::string const&)> const& satisfied) {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  while (!satisfied(out_))
    if (out_fd_ < 0 || !read_some(deadline)) return satisfied(out_);
  return true;
}

void child_process::close_stdout() {
  ::close(out_fd_);
  out_fd_ = -1;
}

void child_process::send(int signal) { ::kill(pid_, signal); }

int child_process::finish() {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  while ((out_fd_ >= 0 || err_fd_ >= 0) && read_some(deadline)) {
  }
  return wait();
}

int child_process::wait() {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) return -1;
    ::poll(nullptr, 0, 5);
  }
  pid_ = -1;
  return exit_code_of(status);
}

bool child_process::read_some(std::chrono::steady_clock::time_point deadline) {
  pollfd watched[] = {{out_fd_, POLLIN, 0}, {err_fd_, POLLIN, 0}};
  auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0 || ::poll(watched, 2, static_cast<int>(left.count())) <= 0) return false;
  if (watched[0].revents != 0) read_from(out_fd_, out_);
  if (watched[1].revents != 0) read_from(err_fd_, err_);
  return true;
}

bool child_process::read_from(int& fd, std::string& into) {
  char bytes[65536];
  ssize_t const count = ::read(fd, bytes, sizeof bytes);
  if (count > 0) return into.append(bytes, static_cast<std::size_t>(count)), true;
  ::close(fd);  // the end; a terminal says EIO
  fd = -1;
  return false;
}

}  // namespace hai::test
