#pragma once

#include <cstdint>
#include <hai/run_result.hpp>
#include <memory>
#include <unordered_map>
#include <vector>

#include "http/witness.hpp"
#include "monitor/state_feed.hpp"
#include "session/session_sight.hpp"

namespace hai::detail {

/// What the observer is told of the sessions that sweeps follow. Without one, nothing is kept. Belongs to the
/// strand of the sweep of states.
class state_sights {
 public:
  explicit state_sights(http::witness watching) : watching_(std::move(watching)) {}

  /// These are followed from now on, and no others.
  void follow(std::vector<std::shared_ptr<state_feed>> const& all);
  /// A session may have been seen in another state.
  void refresh(state_feed const& which);
  void ended(state_feed const& which, run_result const& result);
  /// It is not followed any more.
  void lose(state_feed const& which) { sights_.erase(&which); }
  void lose_all() { sights_.clear(); }

 private:
  struct followed {
    std::shared_ptr<state_feed const> feed;  ///< keeps the key from being used again
    std::unique_ptr<session_sight> sight;
    std::uint64_t round;
  };

  http::witness const watching_;
  std::uint64_t round_ = 0;
  std::unordered_map<state_feed const*, followed> sights_;
};

}  // namespace hai::detail
