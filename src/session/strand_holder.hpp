#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <mutex>
#include <utility>

namespace hai::detail {
namespace asio = boost::asio;

/// The strand that an object works on, until its execution context ends. Thread-safe; the lock is not held
/// while something is posted, for that may run what belongs to the user.
class strand_holder {
 public:
  void hold(asio::any_io_executor strand) {
    std::lock_guard lock(mutex_);
    strand_ = std::move(strand);
  }
  /// For the end of the context: what is posted from now on is dropped.
  void let_go() noexcept {
    asio::any_io_executor dropped;  // destroyed after the lock
    std::lock_guard lock(mutex_);
    dropped.swap(strand_);
  }

  /// `work(owner)` on the strand, soon; the owner lives until then.
  template <class Owner, class Work>
  void post(std::shared_ptr<Owner> owner, Work work) const {
    asio::any_io_executor strand;
    {
      std::lock_guard lock(mutex_);
      strand = strand_;
    }
    if (strand)
      asio::post(strand, [owner = std::move(owner), work = std::move(work)]() mutable { work(*owner); });
  }

  /// On the strand only.
  asio::any_io_executor const& operator*() const noexcept { return strand_; }

 private:
  mutable std::mutex mutex_;
  asio::any_io_executor strand_;  ///< empty once the context is gone
};

}  // namespace hai::detail
