#pragma once

#include <hai/agents.hpp>

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <hai/sim/platform.hpp>
#include <string>

namespace dashboard {

/// Sessions to look at without an account: a platform on a thread of its own, where a new session begins
/// whenever one has ended.
class simulated_fleet {
 public:
  explicit simulated_fleet(std::size_t sessions);

  hai::client_options client_options() const;

  /// Keeps as many sessions in flight; ends by cancellation.
  boost::asio::awaitable<void> keep_busy();

 private:
  void add();

  std::size_t const size_;
  std::uint64_t next_seed_ = 1;
  hai::sim::platform platform_;
  std::deque<std::string> ids_;  ///< the oldest first
};

}  // namespace dashboard
