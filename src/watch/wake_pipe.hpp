#pragma once

namespace hai::watch {

/// A pipe that makes a poll() return from another thread.
class wake_pipe {
 public:
  wake_pipe();  ///< throws std::system_error
  wake_pipe(wake_pipe const&) = delete;
  wake_pipe& operator=(wake_pipe const&) = delete;
  ~wake_pipe();

  int readable_end() const { return ends_[0]; }
  void wake();
  void reset();

 private:
  int ends_[2];
};

}  // namespace hai::watch
