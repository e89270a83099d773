#pragma once

#include <chrono>
#include <hai/detail/export.hpp>

namespace hai {

/// How faults are met. Plain calls repeat what is safe to repeat; streams go on until give_up_after.
class HAI_EXPORT retry_options {
 public:
  /// Attempts of a plain call, the first included; 1: no retry. Default: 3.
  retry_options& attempts(int value) { return attempts_ = value, *this; }
  /// What is followed fails with errc::gave_up after so long without one good reply (a stream after 30 s
  /// while the client has never had any). Default: 5 min.
  retry_options& give_up_after(std::chrono::milliseconds value) { return give_up_after_ = value, *this; }

  int attempts() const { return attempts_; }
  std::chrono::milliseconds give_up_after() const { return give_up_after_; }

 private:
  int attempts_ = 3;
  std::chrono::milliseconds give_up_after_{300'000};
};

}  // namespace hai
