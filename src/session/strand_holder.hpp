#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace hai::detail {
namespace asio = boost::asio;

/// The strand that an object works on, until its execution context ends. Thread-safe; the lock is not held
/// while something is posted, for that may run what belongs to the user.
class strand_holder {
 public:
  using strand_type = asio::strand<asio::any_io_executor>;

  void hold(strand_type strand) {
    std::lock_guard lock(mutex_);
    strand_.emplace(std::move(strand));
  }
  /// For the end of the context: what is posted from now on is dropped.
  void let_go() noexcept {
    std::optional<strand_type> dropped;  // destroyed after the lock
    std::lock_guard lock(mutex_);
    dropped.swap(strand_);
  }

  /// `work(owner)` on the strand, soon; the owner lives until then.
  template <class Owner, class Work>
  void post(std::shared_ptr<Owner> owner, Work work) const {
    std::optional<strand_type> strand;
    {
      std::lock_guard lock(mutex_);
      strand = strand_;
    }
    if (strand)
      asio::post(*strand, [owner = std::move(owner), work = std::move(work)]() mutable { work(*owner); });
  }

  /// On the strand only.
  strand_type const& operator*() const noexcept { return *strand_; }

 private:
  mutable std::mutex mutex_;
  std::optional<strand_type> strand_;
};

}  // namespace hai::detail
