#pragma once

#include <cstddef>
#include <cstdint>

namespace hai::detail {

/// How a sweep learns the states of many sessions with the fewest requests: from pages of the list, as long
/// as what is left of it costs less than a request for each session that no page has shown. Pure.
class state_plan {
 public:
  static constexpr std::int64_t page_size = 100;

  /// A sweep begins.
  void begin() noexcept {
    read_ = 0;
    if (++sweeps_ % relearn_after == 0) pages_ = 1;
  }
  /// Whether to read one more page, when `unseen` sessions are left that the list may show.
  bool reads_on(std::size_t unseen) const noexcept {
    return read_ < pages_ && static_cast<std::size_t>(pages_ - read_) < unseen;
  }
  /// A page came, of a list of `total` sessions in all.
  void on_page(std::int64_t total) noexcept {
    ++read_;
    pages_ = total > 0 ? (total - 1) / page_size + 1 : 1;
  }
  /// Whether this sweep has seen the whole list.
  bool has_read_all() const noexcept { return read_ >= pages_; }

 private:
  static constexpr unsigned relearn_after = 10;  ///< sweeps after which the list may be shorter than thought

  unsigned sweeps_ = 0;
  std::int64_t pages_ = 1;  ///< of the list, when last seen
  std::int64_t read_ = 0;   ///< of them in this sweep
};

}  // namespace hai::detail
