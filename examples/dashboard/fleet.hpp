#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <string>

#include "card.hpp"

namespace dashboard {

/// The cards of all sessions, and which of them changed since a browser looked. Every change belongs to a
/// generation; what a browser has not seen is told by comparing, so nothing is queued for anybody, however
/// slowly it reads. Lives on one thread.
class fleet {
 public:
  explicit fleet(boost::asio::any_io_executor executor);

  void take_in(hai::monitor_item const& item);

  card const* find(std::string const& id) const;
  std::uint64_t generation() const noexcept { return generation_; }

  /// What changed after `seen`, as the text of one event for the page: `{"cards":[…],"gone":[…]}`, with
  /// `"all":true` where `seen` is too long ago to tell what has gone.
  std::string changes_since(std::uint64_t seen) const;

  /// Completes when there is something newer than `seen`, or at `latest`.
  boost::asio::awaitable<void> wait_for_news(std::uint64_t seen,
                                             std::chrono::steady_clock::time_point latest);

 private:
  struct departure {
    std::string id;
    std::uint64_t generation;
  };

  void retire_oldest();

  std::map<std::string, card> cards_;
  std::deque<std::string> over_;      ///< ended sessions that are still shown, oldest first
  std::deque<departure> departures_;  ///< cards that were taken away lately
  std::uint64_t forgotten_until_;     ///< departures up to this generation are not known any more
  std::uint64_t generation_;
  boost::asio::steady_timer news_;
};

}  // namespace dashboard
