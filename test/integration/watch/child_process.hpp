#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hai::test {

/// A program under test with its standard streams in our hands. Whatever a test does, the child is gone when
/// this is destroyed.
class child_process {
 public:
  enum class stdout_is { pipe, terminal };

  /// `environment` is all that the child sees.
  child_process(std::string program, std::vector<std::string> arguments,
                std::map<std::string, std::string> environment, std::string stdin_text = {},
                stdout_is kind = stdout_is::pipe);
  child_process(child_process const&) = delete;
  child_process& operator=(child_process const&) = delete;
  ~child_process();

  /// Reads until the text so far satisfies the condition; false when the child closed its output first, or
  /// took too long.
  bool read_until(std::function<bool(std::string const&)> const& satisfied);
  void close_stdout();
  void send(int signal);
  /// Reads everything and waits for the end; the exit status, or 128 + the signal that killed it. -1: it took
  /// too long.
  int finish();
  /// Waits for the end without reading.
  int wait();

  std::string const& out() const { return out_; }
  std::string const& err() const { return err_; }

 private:
  bool read_some(std::chrono::steady_clock::time_point deadline);
  bool read_from(int& fd, std::string& into);

  pid_t pid_ = -1;
  int out_fd_ = -1, err_fd_ = -1;
  std::string out_, err_;
};

}  // namespace hai::test
