#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "watch/wake_pipe.hpp"

namespace hai::watch {

/// Standard output and standard error, written in order by a thread of its own: a reader that does not read
/// stops nobody but the reader's own lines, and a signal ends the program in the middle of a write.
class output {
 public:
  /// Text that may wait for the writer; over it there is no room.
  static constexpr std::size_t most_waiting = std::size_t(1) << 20;

  /// `on_progress`: called on the writer's thread when it has written what was there, and when standard
  /// output has failed or its reader is gone.
  output(int stdout_fd, int stderr_fd, std::function<void()> on_progress);
  output(output const&) = delete;
  output& operator=(output const&) = delete;
  /// What is still waiting is dropped.
  ~output();

  void print(std::string text) { put(stdout_fd_, std::move(text)); }
  void notice(std::string text) { put(stderr_fd_, std::move(text)); }

  bool has_room() const { return waiting_ < most_waiting; }
  bool is_drained() const { return waiting_ == 0; }
  /// 0 while standard output works; EPIPE when its reader is gone, else the errno that ended it.
  int stdout_error() const { return stdout_error_; }

 private:
  struct item {
    int fd;
    std::string text;
  };

  void put(int fd, std::string text);
  std::vector<item> take();
  void run();
  void wait_for_work();
  /// False when the output is to be abandoned.
  bool write_whole(item const& one);
  bool wait_until_writable(int fd);
  void stdout_failed(int error);

  int stdout_fd_, stderr_fd_;
  std::function<void()> on_progress_;
  wake_pipe work_, abandon_;
  std::mutex mutex_;
  std::vector<item> items_;
  std::atomic<std::size_t> waiting_{0};
  std::atomic<int> stdout_error_{0};
  std::atomic<bool> abandoned_{false};
  std::thread thread_;
};

}  // namespace hai::watch
