#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "session_model.hpp"

namespace hai::sim {

/// Someone who waits and can be told to look again, from any thread.
class sleeper {
 public:
  virtual ~sleeper() = default;
  virtual void wake() = 0;
};

/// Who waits for which session, and until when. A sleeper waits for one thing at a time.
class parking {
 public:
  /// No session: it waits for the time only.
  void add(std::shared_ptr<sleeper> const&, std::string session, time_point until);
  void remove(sleeper const*);
  std::size_t polls() const { return by_session_.size(); }  ///< those who wait for a session

  // Those found, to be woken by the caller.
  using woken = std::vector<std::shared_ptr<sleeper>>;
  woken of_session(std::string const& session) const;
  woken due(time_point now) const;
  woken all() const;

 private:
  struct spot {
    std::weak_ptr<sleeper> who;
    std::string session;
    time_point until;
  };
  std::unordered_map<sleeper const*, spot> spots_;
  std::unordered_multimap<std::string, sleeper const*> by_session_;
};

}  // namespace hai::sim
