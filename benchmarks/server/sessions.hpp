#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace bench {

/// How many events each session has by now: all of them from the start, or one more whenever one is emitted.
class sessions {
 public:
  sessions(std::size_t count, long events_each, bool all_at_once)
      : limit_(events_each), emitted_(count, all_at_once ? events_each : std::min(1L, events_each)) {}

  /// Events from `from` on.
  long ready(long session, long from) const {
    long const known = emitted_[static_cast<std::size_t>(session)];
    return known > from ? known - from : 0;
  }

  /// Emits one more event of the next session in turn; nothing once all have all.
  std::optional<long> emit() {
    for (std::size_t looked = 0; looked != emitted_.size(); ++looked) {
      auto const session = next_;
      next_ = (next_ + 1) % emitted_.size();
      if (emitted_[session] >= limit_) continue;
      ++emitted_[session];
      return static_cast<long>(session);
    }
    return std::nullopt;
  }

  std::size_t count() const { return emitted_.size(); }

 private:
  long limit_;
  std::vector<long> emitted_;
  std::size_t next_ = 0;
};

/// What the server needs to know of a request.
struct asked {
  enum class route { changes, status, other };

  route where = route::other;
  long session = 0;
  long from = 0;
  long wait_s = 0;
  long limit = 0;  ///< 0: none

  static asked from_request(std::string_view request);
};

}  // namespace bench
