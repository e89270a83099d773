#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "measure/plan.hpp"

namespace bench {

/// CPU time that this process has used, in microseconds.
struct cpu_time {
  long user = 0;
  long system = 0;

  static cpu_time now();
};

long resident_kib();
std::uint64_t monotonic_ns();

/// What a client counts while it works, and the line of JSON that says so in the end. Thread-safe but for
/// stamped events.
class tally {
 public:
  explicit tally(plan const& what);

  /// One event as its user sees it. True: it was the last of the plan.
  bool on_event(std::string_view text, std::string_view type, std::string_view kind) {
    if (type != "AgentEvent" || kind.empty()) wrong_events_.fetch_add(1, std::memory_order_relaxed);
    bytes_.fetch_add(text.size(), std::memory_order_relaxed);
    if (stamped_) note_delay(text);
    long const count = events_.fetch_add(1, std::memory_order_relaxed) + 1;
    if (count == mark_set_up_ || count == mark_warm_ || count == all_) at_mark(count);
    return count == all_;
  }
  long seen() const { return events_.load(std::memory_order_relaxed); }
  /// A parked fleet is looked at when it has held its polls for a while.
  bool was_left_alone() const { return is_done() && monotonic_ns() > last_.ns + 1'500'000'000; }
  bool is_done() const { return events_.load(std::memory_order_relaxed) >= all_; }

  /// One connection of the plan was set up, used and ended. True: it was the last.
  bool on_connect(bool resumed);

  /// Writes the line. Ends the process without running destructors: taking a fleet down is not measured.
  [[noreturn]] void finish(char const* client, std::string const& more = {}) const;

 private:
  struct moment {
    std::uint64_t ns = 0;
    cpu_time cpu;

    static moment now();
  };

  void note_delay(std::string_view text);
  void at_mark(long count);

  long const all_;
  long const mark_set_up_;  ///< every stream had its first event, more or less
  long const mark_warm_;    ///< from here to the last event is what is measured
  long const connects_;
  bool const stamped_;
  std::atomic<long> events_ = 0;
  std::atomic<long> wrong_events_ = 0;
  std::atomic<std::size_t> bytes_ = 0;
  std::atomic<long> connected_ = 0;
  std::atomic<long> resumed_ = 0;
  moment started_;
  moment set_up_;
  moment warm_;
  moment last_;
  std::vector<std::uint32_t> delays_us_;
};

}  // namespace bench
