#pragma once

#include <hai/observer.hpp>
#include <memory>
#include <utility>

namespace hai::http {

/// Who is told of what a client does: an observer, or nobody. Without one, telling is one branch, and nothing
/// is gathered.
class witness {
 public:
  witness() = default;
  explicit witness(std::shared_ptr<observer> who) noexcept : who_(std::move(who)) {}

  explicit operator bool() const noexcept { return who_ != nullptr; }

  /// `call` makes one call of the observer; what it throws ends here. Not with a lock held.
  template <class Call>
  void tell(Call call) const noexcept {
    if (!who_) return;
    try {
      call(*who_);
    } catch (...) {  // the observer's own affair
    }
  }

 private:
  std::shared_ptr<observer> who_;
};

}  // namespace hai::http
